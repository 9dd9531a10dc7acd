// A field whose suggestions come from the server while one types, so that thousands of names need no list of thousands.

const PAUSE = 180;

/** `<datalist id="x" data-offers="/address">`: the field with `list="x"` is offered the options of `/address?q=…`. */
export function offerWhileTyping(root) {
  for (const list of root.querySelectorAll("datalist[data-offers]")) {
    const field = root.querySelector(`[list="${list.id}"]`);
    let timer;
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => offer(field, list), PAUSE);
    });
  }
}

async function offer(field, list) {
  const words = field.value.trim();
  const address = new URL(list.dataset.offers, location.href);
  address.searchParams.set("q", words);
  const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
  // An older answer that arrives late must not replace a newer one.
  if (answer?.ok && words === field.value.trim()) list.innerHTML = await answer.text();
}
