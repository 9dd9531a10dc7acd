// Language and theme are changed in the middle of work: what stands half typed on the page stays.

import { fieldsOf, putBack } from "./keeping.js";
import { ownName } from "./own.js";

const TYPED = "typed-before";

/**
 * `<form data-dress>` sends the buttons `name="theme"` and `name="language"`. The theme changes on the page itself; for the
 * language the page is made anew, and `putBackAfterTheLanguage` puts into its forms what was typed.
 */
export function changeDress(root) {
  root.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (!form.matches("[data-dress]") || !submitter) return;
    if (submitter.name === "theme") {
      event.preventDefault();
      const chosen = new FormData(form);
      chosen.set("theme", submitter.value);
      fetch(form.action, { method: "POST", body: chosen, redirect: "manual", keepalive: true }).catch(() => {});
      show(root, submitter.value);
    } else {
      const forms = typingForms(root).map(fieldsOf);
      const at = addressOf(form.elements.next.value);
      sessionStorage.setItem(ownName(TYPED), JSON.stringify({ at, forms }));
    }
  });
}

/** Only on the page that was asked for, and only once: whoever comes back to it later begins anew. */
export function putBackAfterTheLanguage(root) {
  const { at, forms } = JSON.parse(sessionStorage.getItem(ownName(TYPED)) ?? "{}");
  sessionStorage.removeItem(ownName(TYPED));
  if (at === addressOf(location.href)) typingForms(root).forEach((form, place) => forms[place] && putBack(form, forms[place]));
}

function show(root, theme) {
  root.documentElement.dataset.bsTheme = theme;
  for (const button of root.querySelectorAll('[data-dress] button[name="theme"]')) {
    button.value = theme === "dark" ? "light" : "dark";
    if (button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", String(theme === "dark"));
  }
  for (const menu of root.querySelectorAll("details.bj-menu[open]")) menu.open = false;
}

function typingForms(root) {
  return [...root.querySelectorAll("form")].filter((form) => !form.matches("[data-dress], [data-signs-out], [role=search]"));
}

function addressOf(page) {
  const { pathname, search } = new URL(page, location.href);
  return pathname + search;
}
