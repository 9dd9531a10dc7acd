// What is typed into a long form survives an accidental leave: it stays in this browser tab until the form is sent.

/**
 * `<form data-keep="name">` puts its typed fields back when the page is opened again in the same tab. A form that comes
 * back refused (`data-keep-fresh`) shows what the server sent instead. Answers of a form viewer travel in the hidden input
 * beside it and are given to the viewer before it starts.
 */
export function keepTypedText(root) {
  for (const form of root.querySelectorAll("form[data-keep]")) {
    const key = `keep:${form.dataset.keep}`;
    if (!("keepFresh" in form.dataset)) restore(form, sessionStorage.getItem(key));
    const keep = () => sessionStorage.setItem(key, JSON.stringify(fieldsOf(form)));
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
    form.addEventListener("banjian:change", keep);
    // From here on the server has the text: a refused form comes back with it, an ended sign-in carries it along.
    form.addEventListener("submit", (event) => event.defaultPrevented || sessionStorage.removeItem(key));
  }
}

function fieldsOf(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrf_token");
}

function restore(form, kept) {
  if (!kept) return;
  const values = new Map(JSON.parse(kept));
  for (const field of form.elements) {
    if (!field.name || !values.has(field.name) || ["submit", "button", "file"].includes(field.type)) continue;
    const value = values.get(field.name);
    if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === value;
    else if (field.type !== "hidden") field.value = value;
  }
  for (const viewer of form.querySelectorAll("[data-form]")) {
    const name = viewer.dataset.input ? document.querySelector(viewer.dataset.input)?.name : "data";
    const data = viewer.querySelector("script[data-form-data]");
    if (name && data && values.get(name)) data.textContent = values.get(name);
  }
}
