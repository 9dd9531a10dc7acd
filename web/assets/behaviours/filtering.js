// Lists narrow while one types or chooses; the address follows, so that it can be sent to a colleague and survives "back".

const PAUSE = 200;

/** `<form method="get" data-filters="id">`: its answer's `#id` replaces the one of this page; the form stays untouched. */
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
    const [here, there] = [document, page].map((one) => one.getElementById(this.form.dataset.filters));
    if (!there) return this.form.submit();
    here.replaceWith(there);
    history.replaceState(history.state, "", address);
  }
}
