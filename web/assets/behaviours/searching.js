// Live search: results appear under the field while one types, from the first character.

const PAUSE = 180;

/** `<input data-live-search="/address" aria-controls="id">`: the HTML of `/address?q=…` is shown in `#id`. */
export function searchWhileTyping(root) {
  for (const input of root.querySelectorAll("input[data-live-search]")) new LiveSearch(input);
}

class LiveSearch {
  constructor(input) {
    this.input = input;
    this.list = document.getElementById(input.getAttribute("aria-controls"));
    if (!this.list) return;
    this.asked = 0;
    input.addEventListener("input", (event) => event.isComposing || this.later());
    input.addEventListener("compositionend", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("click", (event) => {
      if (!this.list.contains(event.target) && event.target !== input) this.close();
    });
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const words = this.input.value.trim();
    if (!words) return this.close();
    const number = ++this.asked;
    const address = new URL(this.input.dataset.liveSearch, location.href);
    address.searchParams.set("q", words);
    const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
    // An older answer that arrives late must not replace a newer one.
    if (!answer?.ok || number !== this.asked) return;
    this.list.innerHTML = await answer.text();
    this.list.hidden = false;
  }

  close() {
    this.list.hidden = true;
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      this.close();
      this.input.focus();
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [this.input, ...this.list.querySelectorAll("a")];
    const here = stops.indexOf(document.activeElement);
    const next = stops[here + (event.key === "ArrowDown" ? 1 : -1)];
    if (next && !this.list.hidden) {
      event.preventDefault();
      next.focus();
    }
  }
}
