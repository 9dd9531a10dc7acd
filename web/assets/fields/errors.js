// What the server found wrong, shown at the fields it speaks of.

/**
 * Put `errors` ({field key or dotted path: [sentence]}) at their fields; the sentences for fields that are not on the
 * screen come back as a list. A sentence goes away when its field is changed, not when another one is.
 */
export function showServerErrors(form, errors) {
  const registry = form.get("formFieldRegistry");
  const paths = form.get("pathRegistry");
  const ids = new Map();
  for (const field of registry.getAll()) {
    if (!field.key) continue;
    const path = paths.getValuePath(field, { indexes: {} });
    ids.set(path.join("."), field.id);
    if (!ids.has(field.key)) ids.set(field.key, field.id);
  }
  const found = {};
  const rest = [];
  for (const [name, sentences] of Object.entries(errors)) {
    const list = [sentences].flat();
    if (ids.has(name)) found[ids.get(name)] = list;
    else rest.push(...list);
  }
  form._setState({ errors: found });
  keepUntilChanged(form, found);
  return rest;
}

/** Leaving a field has the viewer check it anew, which knows nothing of what the server said. */
function keepUntilChanged(form, found) {
  const paths = form.get("pathRegistry");
  const valueOf = (field) =>
    JSON.stringify(paths.getValuePath(field, { indexes: {} }).reduce((value, key) => value?.[key], form._getState().data));
  const refused = new Map(form.get("formFieldRegistry").getAll().map((field) => [field.id, field.key && valueOf(field)]));
  form.on("formField.blur", ({ formField }) => {
    const sentences = found[formField.id];
    if (!sentences || valueOf(formField) !== refused.get(formField.id)) return;
    form._setState({ errors: { ...form._getState().errors, [formField.id]: sentences } });
  });
}

/** A list of sentences above the form, for what belongs to no field on the screen. */
export function noteAbove(element, sentences) {
  if (!sentences.length) return;
  const note = document.createElement("div");
  note.className = "bj-note bad";
  note.setAttribute("role", "alert");
  for (const sentence of sentences) {
    const line = document.createElement("p");
    line.textContent = sentence;
    note.append(line);
  }
  element.prepend(note);
}

/** Bring the first field with an error into view and put the cursor there, once the viewer has drawn its errors. */
export function focusFirstError(element) {
  requestAnimationFrame(() => {
    const field = element.querySelector(".fjs-has-errors");
    field?.scrollIntoView({ block: "center" });
    field?.querySelector("input, textarea, select, button")?.focus({ preventScroll: true });
  });
}
