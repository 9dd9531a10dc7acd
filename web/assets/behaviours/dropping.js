// Files dragged onto `<form data-drop>` are put into its file field; the drop is sent at once, a choice by hand is not.

export function takeDroppedFiles(root) {
  for (const form of root.querySelectorAll("form[data-drop]")) {
    const field = form.querySelector('input[type="file"]');
    let depth = 0;
    form.addEventListener("dragenter", (event) => {
      if (!carriesFiles(event)) return;
      depth += 1;
      form.classList.add("over");
    });
    form.addEventListener("dragleave", () => {
      depth = Math.max(0, depth - 1);
      if (!depth) form.classList.remove("over");
    });
    form.addEventListener("dragover", (event) => {
      if (carriesFiles(event)) event.preventDefault();
    });
    form.addEventListener("drop", (event) => {
      depth = 0;
      form.classList.remove("over");
      if (!event.dataTransfer?.files.length) return;
      event.preventDefault();
      field.files = event.dataTransfer.files;
      form.requestSubmit(form.querySelector("button"));
    });
  }
  // A file that misses the zone must not replace the page.
  if (root.querySelector("form[data-drop]")) {
    for (const kind of ["dragover", "drop"]) root.addEventListener(kind, (event) => carriesFiles(event) && event.preventDefault());
  }
}

function carriesFiles(event) {
  return Boolean(event.dataTransfer?.types.includes("Files"));
}
