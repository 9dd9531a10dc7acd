// A diagram over the whole window: the same drawing moves into a dialog and back, so nothing is drawn twice.

/** Opens and closes the large view of `element`; `arrange` is told whenever the room has changed, and whether it is large. */
export function largeView(element, words, arrange) {
  const dialog = element.ownerDocument.createElement("dialog");
  dialog.className = "bj-diagram-large";
  dialog.setAttribute("aria-label", element.dataset.label || words.diagram);
  let button = null;
  dialog.addEventListener("close", () => {
    element.append(...dialog.childNodes);
    dialog.remove();
    arrange();
    // What moves loses the focus.
    button?.focus();
  });
  return () => {
    if (dialog.open) return dialog.close();
    button = element.ownerDocument.activeElement;
    dialog.append(...element.childNodes);
    element.append(dialog);
    dialog.showModal();
    button.focus();
    arrange(true);
  };
}
