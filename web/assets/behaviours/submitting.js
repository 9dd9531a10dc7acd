// A form is sent once, and an action that is not allowed now explains itself instead of acting.

const SENT = "sent";

/** `aria-disabled="true"` keeps a control focusable with its reason beside it; pressing it must do nothing. */
export function guardDisabledActions(root) {
  root.addEventListener(
    "click",
    (event) => {
      if (!event.target.closest?.('[aria-disabled="true"]')) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );
}

/**
 * Between a submit and the next page a second submit does nothing; the pressed button shows its `data-busy` words.
 * The one-time key in the form is what really protects; this spares the second request.
 */
export function guardDoubleSubmit(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "dialog") return;
    if (form.dataset.state === SENT) {
      event.preventDefault();
      return;
    }
    form.dataset.state = SENT;
    const button = event.submitter;
    if (!button) return;
    // After this turn: a disabled or renamed button now would not be among the submitted values.
    setTimeout(() => markBusy(button), 0);
  });
  // The page comes back from the browser's cache, or htmx has its answer: the form may be sent again.
  window.addEventListener("pageshow", () => root.querySelectorAll(`form[data-state="${SENT}"]`).forEach(release));
  root.addEventListener("htmx:finally:request", (event) => {
    const form = event.target.closest?.("form");
    if (form) release(form);
  });
}

function markBusy(button) {
  button.dataset.label = button.innerHTML;
  if (button.dataset.busy) button.textContent = button.dataset.busy;
  button.setAttribute("aria-busy", "true");
}

function release(form) {
  delete form.dataset.state;
  for (const button of form.querySelectorAll("[aria-busy]")) {
    button.innerHTML = button.dataset.label;
    button.removeAttribute("aria-busy");
  }
}
