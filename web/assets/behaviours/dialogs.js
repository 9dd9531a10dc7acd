// Native <dialog> elements: opened by a button, closed by a button, Esc or a press beside them.

/** `<button data-opens="id">` opens `<dialog id="id">`; the browser gives the focus back afterwards. */
export function openDialogs(root) {
  root.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-opens]");
    if (!opener || event.defaultPrevented) return;
    const dialog = document.getElementById(opener.dataset.opens);
    if (!(dialog instanceof HTMLDialogElement)) return;
    event.preventDefault();
    dialog.showModal();
  });
}

/** `<button data-closes>` closes the dialog or removes the `.bj-toast` it stands in. */
export function closeOnRequest(root) {
  root.addEventListener("click", (event) => {
    if (event.target instanceof HTMLDialogElement && isBeside(event.target, event)) {
      event.target.close();
      return;
    }
    const closer = event.target.closest?.("[data-closes]");
    if (!closer) return;
    event.preventDefault();
    const dialog = closer.closest("dialog");
    if (dialog) dialog.close();
    else closer.closest(".bj-toast")?.remove();
  });
}

// A press on the backdrop arrives at the dialog itself, with a point outside its box.
function isBeside(dialog, { clientX, clientY }) {
  const box = dialog.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}
