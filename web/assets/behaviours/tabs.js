// On a narrow screen the row of tabs scrolls sideways; the present one is brought into sight.

/** `<nav class="bj-tabs">` with one `aria-current` entry. */
export function showPresentTab(root) {
  for (const row of root.querySelectorAll(".bj-tabs")) {
    const present = row.querySelector("[aria-current]");
    if (present) row.scrollLeft = present.offsetLeft - row.offsetLeft - (row.clientWidth - present.offsetWidth) / 2;
  }
}
