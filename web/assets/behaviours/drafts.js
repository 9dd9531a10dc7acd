// Drafts: what is typed is saved while it is typed; a lost connection or a closed tab loses nothing.

import { forgetOnArrival, whenSent } from "./arriving.js";
import { answer } from "./keeping.js";
import { ownName } from "./own.js";

const PAUSE = 1500;
const RETRY = 10000;

/**
 * `<form data-draft="/address">` posts its fields there 1.5 s after the last change and when the page is left. The words
 * are shown in the form's `[data-draft-state]`, whose `data-saved`, `data-saving`, `data-offline` and `data-ended` hold the
 * sentences (`{time}` is replaced). While the server cannot be reached, or the sign-in has ended, the fields stay in this
 * browser and are sent again; `data-draft-at` says when the draft that the page shows was saved. Gives the drafts.
 */
export function saveDrafts(root) {
  return [...root.querySelectorAll("form[data-draft]")].map((form) => {
    const draft = new Draft(form);
    whenSent(root, form, () => draft.stop());
    return draft;
  });
}

class Draft {
  constructor(form) {
    this.form = form;
    this.address = form.dataset.draft;
    this.state = form.querySelector("[data-draft-state]") ?? document.querySelector("[data-draft-state]");
    this.key = ownName(`draft:${this.address}`);
    this.sent = null;
    // What stands here when the person first touches the form is no draft, whenever the form viewer came to life.
    const begin = () => (this.sent ??= this.fields());
    form.addEventListener("focusin", begin);
    form.addEventListener("pointerdown", begin);
    form.addEventListener("input", () => this.later());
    form.addEventListener("change", () => this.later());
    form.addEventListener("banjian:change", () => this.later());
    window.addEventListener("pagehide", () => this.leave());
    window.addEventListener("pageshow", () => (this.stopped = false));
    window.addEventListener("online", () => this.save());
    this.restore();
  }

  fields() {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === "string" && name !== "csrf_token" && name !== "once_key") fields.append(name, value);
    }
    return fields.toString();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  stop() {
    clearTimeout(this.timer);
    this.stopped = true;
    this.keep(this.fields());
    forgetOnArrival(this.key, localStorage);
  }

  async save() {
    const fields = this.fields();
    if (this.stopped || this.sent === null || fields === this.sent) return;
    this.say("saving");
    try {
      const answer = await fetch(this.address, { method: "POST", headers: this.headers(), body: fields });
      if (!answer.ok) throw new Error(String(answer.status), { cause: answer.status });
      this.sent = fields;
      localStorage.removeItem(this.key);
      this.say("saved");
    } catch (problem) {
      this.keep(fields);
      this.say(problem.cause === 401 ? "ended" : "offline");
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), RETRY);
    }
  }

  leave() {
    const fields = this.fields();
    if (this.stopped || this.sent === null || fields === this.sent) return;
    this.keep(fields);
    fetch(this.address, { method: "POST", headers: this.headers(), body: fields, keepalive: true }).catch(() => {});
  }

  keep(fields) {
    localStorage.setItem(this.key, JSON.stringify({ fields, at: Date.now() }));
  }

  // What an earlier visit could not send is put back, unless the server has a newer draft.
  restore() {
    const kept = localStorage.getItem(this.key);
    if (!kept) return;
    const { fields, at } = JSON.parse(kept);
    if (Date.parse(this.form.dataset.draftAt ?? "") > at) return localStorage.removeItem(this.key);
    const typed = new URLSearchParams(fields);
    for (const [name, value] of typed) {
      const field = this.form.elements.namedItem(name);
      if (field && "value" in field && field.type !== "hidden") field.value = value;
    }
    // The form viewer starts after this and shows these answers; its hidden input is put into the page by it.
    answer(this.form.querySelector("[data-form]"), typed.get("data"));
    this.sent = "";
    this.later();
  }

  headers() {
    const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
    return { "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": token };
  }

  say(what) {
    if (!this.state) return;
    const time = new Date().toLocaleTimeString("zh-CN", {
      hour: "2-digit",
      minute: "2-digit",
      hour12: false,
      timeZone: "Asia/Shanghai",
    });
    this.state.textContent = (this.state.dataset[what] ?? this.state.dataset.offline ?? "").replace("{time}", time);
    this.state.classList.toggle("bad", what === "offline" || what === "ended");
  }
}
