// Keys of the pages. Nothing happens while an input method composes Chinese.

/**
 * Ctrl+Enter presses the page's `[data-primary]` button, from inside a text field too. While a dialog is open it presses
 * the dialog's, never that of the page behind it.
 */
export function primaryOnControlEnter(root) {
  root.addEventListener("keydown", (event) => {
    if (event.isComposing || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const dialog = root.querySelector("dialog[open]");
    const button = dialog
      ? dialog.querySelector("[data-primary], .ft .btn-primary, .ft .btn-danger")
      : [...root.querySelectorAll("[data-primary]")].find((one) => !one.closest("dialog"));
    if (!button) return;
    event.preventDefault();
    button.click();
  });
}
