// Ready-made sentences: a press puts one at the cursor of its text field.

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
