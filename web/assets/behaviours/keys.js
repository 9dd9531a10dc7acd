// Keys of the pages. Nothing happens while an input method composes Chinese.

/** Ctrl+Enter presses the page's `[data-primary]` button, from inside a text field too. */
export function primaryOnControlEnter(root) {
  root.addEventListener("keydown", (event) => {
    if (event.isComposing || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const button = root.querySelector("[data-primary]");
    if (!button) return;
    event.preventDefault();
    button.click();
  });
}
