// A file field in the page's own words: browsers write theirs in their own language.

/** The names of the chosen files stand in `[data-chosen-files]` beside the field. */
export function nameChosenFiles(root) {
  root.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.type !== "file") return;
    const place = target.parentElement.querySelector("[data-chosen-files]");
    if (!place) return;
    place.dataset.none ??= place.textContent;
    const separator = target.closest("[lang]").lang.startsWith("en") ? ", " : "、";
    place.textContent = [...target.files].map((file) => file.name).join(separator) || place.dataset.none;
  });
}
