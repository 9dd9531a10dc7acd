// Keys of lists and of the page: J and K move between rows, Enter opens, X selects, / searches, ? lists the keys, a letter
// presses the control that names it in `aria-keyshortcuts`. Off in fields, while an input method composes, and on request.

const FIELDS = "input, textarea, select, [contenteditable], .fjs-container";

const KEYS = "keys";
const OFF = "off";

/** `<input type="checkbox" data-keys-switch>` switches the single keys off for this browser. */
export function switchKeys(root) {
  const field = root.querySelector("[data-keys-switch]");
  if (!field) return;
  field.checked = localStorage.getItem(KEYS) !== OFF;
  field.addEventListener("change", () => localStorage.setItem(KEYS, field.checked ? "on" : OFF));
}

export function moveThroughRows(root) {
  root.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.(FIELDS)) return;
    const key = event.key.toLowerCase();
    if (key === "?") return press(event, () => root.querySelector("dialog#keys:not([open])")?.showModal());
    if (localStorage.getItem(KEYS) === OFF || root.querySelector("dialog[open]")) return;
    if (key === "/") return press(event, () => root.querySelector("#find")?.focus());
    if (key === "j" || key === "k") return press(event, () => step(root, key === "j" ? 1 : -1));
    if (key === "x") return press(event, () => present(root)?.querySelector('input[type="checkbox"]')?.click());
    const control = [...root.querySelectorAll("[aria-keyshortcuts]")].find((one) => one.getAttribute("aria-keyshortcuts") === key);
    if (control) press(event, () => control.click());
  });
}

function press(event, act) {
  event.preventDefault();
  act();
}

function rows(root) {
  return [...root.querySelectorAll("[data-row]")];
}

function present(root) {
  return document.activeElement?.closest?.("[data-row]") ?? rows(root)[0];
}

function step(root, by) {
  const all = rows(root);
  const here = all.indexOf(document.activeElement?.closest?.("[data-row]"));
  const next = all[here < 0 ? 0 : Math.min(all.length - 1, Math.max(0, here + by))];
  next?.querySelector("a")?.focus();
}
