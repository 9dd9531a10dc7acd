// Lists narrow while one types or chooses; the address follows, so that it can be sent to a colleague and survives "back".

import { nameCells } from "./cards.js";

const PAUSE = 200;

/**
 * `<form method="get" data-filters>` stands above its list: the head of the page, what follows the form and the form's
 * `[data-follows]` parts are replaced by those of its answer; the fields stay, and the cursor in them.
 */
export function filterWhileTyping(root) {
  for (const form of root.querySelectorAll("form[data-filters]")) new Filter(form);
}

class Filter {
  constructor(form) {
    this.form = form;
    this.asked = 0;
    form.addEventListener("input", (event) => event.isComposing || event.target.type !== "search" || this.later());
    form.addEventListener("compositionend", () => this.later());
    form.addEventListener("change", (event) => event.target.type !== "search" && this.ask());
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    clearTimeout(this.timer);
    const number = ++this.asked;
    const address = new URL(this.form.action, location.href);
    for (const [name, value] of new FormData(this.form)) if (value) address.searchParams.append(name, value);
    const answer = await fetch(address).catch(() => null);
    // An older answer that arrives late must not replace a newer one; an ended sign-in is told by the page itself.
    if (number !== this.asked) return;
    if (!answer?.ok || answer.redirected) return this.form.submit();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const form = page.querySelector("form[data-filters]");
    if (!form) return this.form.submit();
    replaceAll(this.form.parentElement.querySelectorAll(":scope > .bj-head"), page.querySelectorAll("main > .bj-head"));
    replaceAll(this.form.querySelectorAll("[data-follows]"), form.querySelectorAll("[data-follows]"));
    while (this.form.nextElementSibling) this.form.nextElementSibling.remove();
    while (form.nextElementSibling) this.form.parentElement.append(form.nextElementSibling);
    nameCells(document);
    history.replaceState(history.state, "", address);
  }
}

function replaceAll(here, there) {
  here.forEach((part, place) => there[place] && part.replaceWith(there[place]));
}
