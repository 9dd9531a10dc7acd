// Fields that only another outcome than the main one requires come when they are wanted: most tasks end with the main one.

const REQUIRED_FOR = "banjian:requiredFor";

/**
 * `owner` is the page's form with the buttons of the outcomes. Pressing one of the others brings its fields and the cursor to
 * the first of them; the next press sends. A button below the form shows them all; answered and wrong ones always stand there.
 */
export function bringFieldsWithTheirOutcome(element, form, owner, inChinese) {
  const buttons = [...(owner?.elements ?? [])].filter((one) => one.type === "submit" && one.name === "outcome");
  const main = buttons.find((one) => "primary" in one.dataset);
  if (!main) return;
  const known = buttons.map(valueOf);
  const isLate = ({ field, outcomes, column }) =>
    column && outcomes.some((one) => known.includes(one)) && !outcomes.includes(valueOf(main)) && !hasAnswer(form, field);
  let waiting = form
    .get("formFieldRegistry")
    .getAll()
    .map((field) => ({ field, outcomes: outcomesOf(field), column: columnOf(element, field) }))
    .filter(isLate);
  if (!waiting.length) return;

  const more = Object.assign(document.createElement("button"), { type: "button", className: "bj-chip dash" });
  more.dataset.showsLater = "";
  const told = Object.assign(document.createElement("p"), { className: "hint" });
  told.setAttribute("role", "status");
  element.append(more, told);

  const show = (isWanted) => {
    const shown = waiting.filter(isWanted);
    waiting = waiting.filter((one) => !shown.includes(one));
    for (const { column } of shown) hide(column, false);
    more.hidden = !waiting.length;
    more.textContent = inChinese ? `选其他结果时要填的 ${waiting.length} 栏` : `Fields for other outcomes: ${waiting.length}`;
    shown[0]?.column.querySelector("input, textarea, select, button")?.focus();
    return shown.length > 0;
  };
  for (const { column } of waiting) hide(column, true);
  show(() => false);
  more.addEventListener("click", () => show(() => true));
  owner.addEventListener("submit", (event) => {
    if (event.submitter?.name !== "outcome") return;
    const chosen = valueOf(event.submitter);
    if (!show(({ outcomes }) => outcomes.includes(chosen))) return;
    event.preventDefault();
    const name = event.submitter.textContent.trim();
    told.textContent = inChinese ? `请填写后再按“${name}”。` : `Fill these in, then press “${name}” again.`;
  });
}

/** Of a task that is over only the answers are read: what no outcome asked for in the end is not there. */
export function leaveOutWhatNobodyAnswered(element, form) {
  for (const field of form.get("formFieldRegistry").getAll()) {
    const column = outcomesOf(field).length && !hasAnswer(form, field) && columnOf(element, field);
    if (column) hide(column, true);
  }
}

function outcomesOf(field) {
  return String(field.properties?.[REQUIRED_FOR] ?? "")
    .split(/[,，、]/)
    .map((one) => one.trim())
    .filter(Boolean);
}

function valueOf(button) {
  return button.value ? String(JSON.parse(button.value)) : "";
}

function columnOf(element, field) {
  const ids = [`[id$="-${CSS.escape(field.id)}"]`, `[id*="-${CSS.escape(field.id)}-"]`];
  return element.querySelector(ids.join())?.closest(".fjs-layout-column") ?? null;
}

function hasAnswer(form, field) {
  const { data, errors } = form._getState();
  const path = form.get("pathRegistry").getValuePath(field, { indexes: {} });
  const answer = path.reduce((value, key) => value?.[key], data);
  return Boolean(errors?.[field.id]?.length) || (Boolean(answer) && answer.length !== 0);
}

function hide(column, isHidden) {
  column.toggleAttribute("data-later", isHidden);
  const row = column.closest(".fjs-layout-row");
  row?.toggleAttribute("data-later", [...row.children].every((one) => one.hasAttribute("data-later")));
}
