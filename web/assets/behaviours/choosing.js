// One choice settles another, or shows what only it needs.

/** `<input type="radio" data-sets="select-id" data-to="value">` */
export function chooseTogether(root) {
  root.addEventListener("change", (event) => {
    const field = event.target.closest?.("[data-sets]");
    const select = field?.checked && document.getElementById(field.dataset.sets);
    if (select) select.value = field.dataset.to;
  });
}

/** `<div data-shown-when="kind=organisation">` stands there while the form's field `kind` has that value. */
export function showWhatTheChoiceNeeds(root) {
  for (const part of root.querySelectorAll("[data-shown-when]")) {
    const form = part.closest("form");
    const [name, value] = part.dataset.shownWhen.split("=");
    const show = () => {
      part.hidden = form.elements.namedItem(name)?.value !== value;
    };
    form.addEventListener("change", show);
    show();
  }
}
