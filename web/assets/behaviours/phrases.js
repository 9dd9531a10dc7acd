// Ready-made sentences: a press puts one at the cursor of its text field; one's own are kept for the next time.

/** `<button data-inserts="sentence" data-into="field-id">` */
export function insertPhrases(root) {
  root.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-inserts]");
    const field = button && document.getElementById(button.dataset.into);
    if (!field) return;
    const { selectionStart: from, selectionEnd: to, value } = field;
    field.value = value.slice(0, from) + button.dataset.inserts + value.slice(to);
    field.focus();
    field.setSelectionRange(from + button.dataset.inserts.length, from + button.dataset.inserts.length);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

/**
 * `<button data-keeps-phrase="field-id" data-kept="words" data-not-kept="words">` posts the field's text to `/phrases`; a
 * new chip stands before the button at once, and the button says what became of it.
 */
export function keepPhrases(root) {
  root.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-keeps-phrase]");
    const field = button && document.getElementById(button.dataset.keepsPhrase);
    if (!field) return;
    const text = field.value.trim();
    if (!text) return field.focus();
    const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
    const answer = await fetch("/phrases", {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": token },
      body: new URLSearchParams({ text }),
    }).catch(() => null);
    say(button, answer?.ok ? button.dataset.kept : button.dataset.notKept);
    if (!answer?.ok || [...root.querySelectorAll("[data-inserts]")].some((chip) => chip.dataset.inserts === text)) return;
    const chip = document.createElement("button");
    chip.type = "button";
    chip.className = "bj-chip";
    chip.dataset.inserts = text;
    chip.dataset.into = button.dataset.keepsPhrase;
    chip.textContent = text;
    button.before(chip);
  });
}

function say(button, words) {
  const before = button.innerHTML;
  if (!words) return;
  button.setAttribute("role", "status");
  button.textContent = words;
  setTimeout(() => {
    button.innerHTML = before;
    button.removeAttribute("role");
  }, 2500);
}
