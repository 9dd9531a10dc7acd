// One choice settles another: the kind of applicant settles the kind of document, which may still be changed.

/** `<input type="radio" data-sets="select-id" data-to="value">` */
export function chooseTogether(root) {
  root.addEventListener("change", (event) => {
    const field = event.target.closest?.("[data-sets]");
    const select = field?.checked && document.getElementById(field.dataset.sets);
    if (select) select.value = field.dataset.to;
  });
}
