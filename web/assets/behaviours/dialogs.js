// Native <dialog> elements: opened by a button, closed by a button, Esc or a press beside them.

/**
 * `<button data-opens="id">` opens `<dialog id="id">`. The browser gives the focus back afterwards; where the button stands
 * in a menu that has closed since, the menu gets it.
 */
export function openDialogs(root) {
  root.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-opens]");
    if (!opener || event.defaultPrevented) return;
    const dialog = document.getElementById(opener.dataset.opens);
    if (!(dialog instanceof HTMLDialogElement)) return;
    event.preventDefault();
    const menu = opener.closest("details");
    if (menu) dialog.addEventListener("close", () => menu.querySelector("summary").focus(), { once: true });
    dialog.showModal();
  });
}

/** `<dialog data-opens-now>` comes back from the server refused, with its sentence; one may stand in the address, too. */
export function openAskedDialogs(root) {
  const named = root.getElementById(location.hash.slice(1));
  const refused = root.querySelectorAll("dialog[data-opens-now]");
  for (const dialog of refused) dialog.showModal();
  if (refused.length === 0 && named instanceof HTMLDialogElement) named.showModal();
}

/** `<details class="bj-menu">` closes on Esc, on a press beside it, and when one of its dialogs opens. */
export function closeMenus(root) {
  const close = (except) => {
    for (const menu of root.querySelectorAll("details.bj-menu[open]")) if (menu !== except) menu.open = false;
  };
  root.addEventListener("click", (event) => {
    close(event.target.closest?.("[data-opens]") ? null : event.target.closest?.("details.bj-menu"));
  });
  root.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest?.("details.bj-menu[open]");
    if (!menu) return;
    close(null);
    menu.querySelector("summary").focus();
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
