// What a form leaves in the browser while it is on its way, in case the answer never comes.

const ON_ITS_WAY = "on-its-way";

/**
 * Call `sent` when the form is really sent, not when a check of the page stopped it; whoever listens on the form itself
 * hears of the submit before that is decided.
 */
export function whenSent(root, form, sent) {
  root.addEventListener("submit", (event) => event.target === form && !event.defaultPrevented && sent());
}

/** The text kept under this name goes once the answer to the form has come: see `forgetWhatArrived`. */
export function forgetOnArrival(name, storage) {
  const place = storage === localStorage ? "local" : "session";
  sessionStorage.setItem(ON_ITS_WAY, JSON.stringify({ name, place, from: here() }));
}

/**
 * A page that follows a form has the form's address as its referrer; one that is opened after a lost connection has not. A
 * refusal on a page of its own (`data-not-done`) leads back to the form, which then still has the text. A sign-in in the middle
 * (`<form data-carries>`) takes the text along; who leaves it unfinished has it still, and what it sends on is on its way from there.
 */
export function forgetWhatArrived(root) {
  const carrier = root.querySelector("form[data-carries]");
  if (carrier) return whenSent(root, carrier, goOnFromHere);
  const { name, place, from } = JSON.parse(sessionStorage.getItem(ON_ITS_WAY) ?? "{}");
  sessionStorage.removeItem(ON_ITS_WAY);
  if (!name || document.referrer !== from || root.querySelector("[data-not-done]")) return;
  (place === "local" ? localStorage : sessionStorage).removeItem(name);
}

function goOnFromHere() {
  const way = sessionStorage.getItem(ON_ITS_WAY);
  if (way) sessionStorage.setItem(ON_ITS_WAY, JSON.stringify({ ...JSON.parse(way), from: here() }));
}

function here() {
  return location.href.split("#")[0];
}
