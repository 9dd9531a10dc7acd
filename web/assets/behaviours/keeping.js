// What is typed into a long form survives an accidental leave: it stays in this browser tab until the form has arrived.

import { forgetOnArrival, whenSent } from "./arriving.js";
import { ownName } from "./own.js";

const KEYS = ["csrf_token", "once_key"];

/**
 * `<form data-keep="name">` puts its typed fields back when the page is opened again in the same tab. A form that comes
 * back refused (`data-keep-fresh`) shows what the server sent instead. `[data-kept-note]` in it is shown when something was
 * put back, so that nobody takes it for the next applicant's; its button `[data-forgets]` begins anew. Answers of a form viewer travel in the hidden input
 * beside it and are given to the viewer before it starts.
 */
export function keepTypedText(root) {
  for (const form of root.querySelectorAll("form[data-keep]")) {
    const key = ownName(`keep:${form.dataset.keep}`);
    if (!("keepFresh" in form.dataset)) restore(form, sessionStorage.getItem(key));
    // Forms come to life with changes of their own; only what a person did is worth keeping.
    let isTouched = false;
    for (const act of ["input", "keydown", "pointerdown"]) form.addEventListener(act, (event) => (isTouched ||= event.isTrusted));
    form.querySelector("[data-forgets]")?.addEventListener("click", () => {
      isTouched = false;
      sessionStorage.removeItem(key);
      location.reload();
    });
    const keep = () => isTouched && sessionStorage.setItem(key, JSON.stringify(fieldsOf(form)));
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
    form.addEventListener("banjian:change", keep);
    whenSent(root, form, () => {
      keep();
      forgetOnArrival(key, sessionStorage);
    });
  }
}

/** What the form would send, as pairs of name and text: no keys, no files, no password. */
export function fieldsOf(form) {
  const isKept = (name) => !KEYS.includes(name) && form.elements.namedItem(name)?.type !== "password";
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && isKept(name));
}

/** Put these fields into the form; answers of a form viewer are given to it before it starts. */
export function putBack(form, fields) {
  const values = new Map();
  for (const [name, value] of fields) values.set(name, [...(values.get(name) ?? []), value]);
  for (const field of form.elements) {
    if (!field.name || field.disabled || ["submit", "button", "file", "hidden"].includes(field.type)) continue;
    const typed = values.get(field.name) ?? [];
    if (field.type === "radio" || field.type === "checkbox") field.checked = typed.includes(field.value);
    else if (typed.length) field.value = typed.shift();
  }
  for (const viewer of form.querySelectorAll("[data-form]")) {
    const name = viewer.dataset.input ? document.querySelector(viewer.dataset.input)?.name : "data";
    answer(viewer, values.get(name)?.[0]);
  }
}

/** These answers are in a form viewer when it starts, besides what its conditions read of the case. */
export function answer(viewer, answers) {
  const data = viewer?.querySelector("script[data-form-data]");
  if (data && answers) data.textContent = JSON.stringify({ ...JSON.parse(data.textContent), ...JSON.parse(answers) });
}

function restore(form, kept) {
  if (!kept) return;
  const note = form.querySelector("[data-kept-note]");
  if (note) note.hidden = false;
  putBack(form, JSON.parse(kept));
  // What the page asks about a field when it changes, such as the cases of an applicant, it asks again.
  window.addEventListener("load", () => {
    for (const field of form.querySelectorAll('[hx-trigger~="change"]')) field.value && field.dispatchEvent(new Event("change"));
  });
}
