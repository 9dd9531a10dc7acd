// The counter's checklist: what can be done now is told anew on every tick.

/**
 * `<form data-checklist>` with a `[data-material="name"]` per paper (radio classes `v-ok`, `v-bad`, `v-warn`). A required paper that
 * is missing or unfit stops `[data-accepts]`, with the reason in its `[data-words]`, and makes `[data-asks]` the next thing to do.
 */
export function tellWhatTheChecklistAllows(root) {
  for (const form of root.querySelectorAll("form[data-checklist]")) {
    const tell = () => tellAll(form, papers(form));
    form.addEventListener("change", tell);
    form.querySelector("[data-all-good]")?.addEventListener("click", () => {
      for (const paper of papers(form)) if (!paper.chosen) paper.row.querySelector(".v-ok").checked = true;
      form.dispatchEvent(new Event("change", { bubbles: true }));
    });
    tell();
  }
  root.addEventListener("click", (event) => {
    const field = document.getElementById(event.target.closest?.("[data-goes-to]")?.dataset.goesTo);
    field?.focus();
  });
}

function papers(form) {
  return [...form.querySelectorAll("[data-material]")].map((row) => {
    const chosen = row.querySelector(":checked");
    const isWanted = chosen?.classList.contains("v-bad") ?? false;
    return { row, name: row.dataset.material, chosen, isWanted, isGood: chosen?.classList.contains("v-ok") ?? false };
  });
}

function tellAll(form, all) {
  const wanted = all.filter((paper) => paper.isWanted);
  const tally = form.querySelector("[data-tally]");
  if (tally) {
    const left = all.filter((paper) => !paper.chosen).length;
    const words = { ok: all.filter((paper) => paper.isGood).length, bad: wanted.length, open: left };
    tally.textContent = tally.dataset.tally.replace(/\{(\w+)\}/g, (_, name) => words[name]);
  }
  const { notYet, someWanted } = form.querySelector("[data-not-yet]")?.dataset ?? {};
  const names = wanted.map((paper) => paper.name).join(form.closest("[lang]").lang.startsWith("en") ? ", " : "、");
  for (const button of form.querySelectorAll("[data-accepts]")) {
    if (wanted.length) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
    say(button, wanted.length ? notYet.replace("{names}", names) : null);
  }
  for (const button of form.querySelectorAll("[data-asks]")) {
    button.classList.toggle("main", wanted.length > 0);
    say(button, wanted.length ? someWanted.replace("{count}", wanted.length) : null);
  }
}

function say(button, words) {
  const place = button.querySelector("[data-words]");
  place.dataset.usual ??= place.textContent;
  place.textContent = words ?? place.dataset.usual;
}
