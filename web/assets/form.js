// Shows a form-js form in every `[data-form]` of the page and keeps its answers in a hidden input (README.md).
// The server checks everything again; bpmn.io's mark is part of the viewer's licence and stays visible.
import { createForm } from "@bpmn-io/form-js-viewer";
import flatpickr from "flatpickr";
import { Mandarin } from "flatpickr/dist/esm/l10n/zh.js";
import { focusFirstError, noteAbove, showServerErrors } from "./fields/errors.js";
import { checkTextsAsTheServerDoes } from "./fields/checks.js";
import { bringFieldsWithTheirOutcome, leaveOutWhatNobodyAnswered } from "./fields/later.js";
import { writeDaysAsIso } from "./fields/days.js";
import { replaceHardCodedWords, translateToChinese } from "./fields/words.js";

writeDaysAsIso();

// Short fields stand beside one another; these take a line of their own (fields.css).
const WIDE = ["textarea", "checklist", "radio", "text", "group", "dynamiclist", "table", "html", "separator"];
const WIDE_FIELDS = WIDE.map((kind) => `.fjs-form-field-${kind}`).join();

const started = new WeakSet();

async function start(element) {
  if (started.has(element)) return;
  started.add(element);
  const inChinese = !(element.closest("[lang]")?.lang ?? "zh").startsWith("en");
  const schema = read(element, "schema");
  const errors = read(element, "errors") ?? {};
  if (inChinese) flatpickr.localize(Mandarin);
  try {
    const form = await createForm({
      container: element,
      schema,
      data: read(element, "data") ?? {},
      // A key pressed just before Ctrl+Enter or an autosave must not be lost in a delay.
      debounce: false,
      properties: { readOnly: "readonly" in element.dataset },
      additionalModules: inChinese ? [{ translate: ["value", translateToChinese] }] : [],
    });
    if (inChinese) replaceHardCodedWords(element);
    checkTextsAsTheServerDoes(form);
    demandNothingLocked(form);
    widenRows(element);
    form.on("changed", () => widenRows(element));
    noteAbove(element, showServerErrors(form, errors));
    if (!isEmpty(errors)) focusFirstError(element);
    if (element.dataset.readonly === "over") leaveOutWhatNobodyAnswered(element, form);
    if (!("readonly" in element.dataset)) {
      bringFieldsWithTheirOutcome(element, form, element.closest("form"), inChinese);
      keepAnswers(element, form);
    }
    element.bjForm = form;
    element.dataset.state = "ready";
  } catch (problem) {
    element.dataset.state = "failed";
    noteAbove(element, [
      inChinese ? `表单没有显示出来，请刷新页面再试。（${problem.message}）` : `The form could not be shown; reload the page. (${problem.message})`,
    ]);
  }
}

/** A required field that is read-only could not be filled: the viewer would hold the page back for ever. */
function demandNothingLocked(form) {
  const [validator, language, fields] = ["validator", "expressionLanguage", "formFieldRegistry"].map((name) => form.get(name));
  const validate = validator.validateFieldInstance.bind(validator);
  validator.validateFieldInstance = (instance, value) => {
    const { readonly } = fields.get(instance.id) ?? {};
    const context = instance.expressionContextInfo;
    const isLocked = language.isExpression(readonly)
      ? language.evaluate(readonly, { this: context.this, parent: context.parent, i: context.i, ...context.data })
      : readonly;
    return isLocked === true ? [] : validate(instance, value);
  };
}

function widenRows(element) {
  for (const row of element.querySelectorAll(".fjs-vertical-layout > .fjs-layout-row")) {
    row.classList.toggle("bj-wide-row", row.querySelector(WIDE_FIELDS) !== null);
  }
}

function read(element, part) {
  const source = element.querySelector(`script[data-form-${part}]`);
  return source ? JSON.parse(source.textContent) : null;
}

function keepAnswers(element, form) {
  const input = answersInput(element);
  const keep = () => {
    const data = answersOf(form);
    const text = JSON.stringify(data);
    if (text === input.value) return false;
    input.value = text;
    return data;
  };
  keep();
  // "changed" also fires for errors and focus; only a new answer is a change for the page (drafts, leave warnings).
  form.on("changed", () => {
    const data = keep();
    if (data) element.dispatchEvent(new CustomEvent("banjian:change", { bubbles: true, detail: { data } }));
  });
  input.form?.addEventListener("submit", (event) => {
    // Also computes the fields that are due only now.
    const { errors } = form.submit();
    keep();
    if (event.submitter?.formNoValidate || isEmpty(errors)) return;
    // Of several forms on the page the first with an error has the cursor.
    if (!event.defaultPrevented) focusFirstError(element);
    event.preventDefault();
  });
}

/** What was filled in. A list without rows has no field left to say so, and would keep the rows it had. */
function answersOf(form) {
  const answers = form._getSubmitData();
  const { data } = form._getState();
  const shown = form.get("conditionChecker").applyConditions(data, data);
  for (const list of form.get("formFieldRegistry").getAll().filter(({ type }) => type === "dynamiclist")) {
    const path = form.get("pathRegistry").getValuePath(list);
    const rows = path.reduce((inner, step) => inner?.[step], shown);
    if (!Array.isArray(rows) || rows.length > 0) continue;
    const holder = path.slice(0, -1).reduce((inner, step) => (inner[step] ??= {}), answers);
    holder[path.at(-1)] = [];
  }
  return answers;
}

function answersInput(element) {
  const chosen = element.dataset.input && document.querySelector(element.dataset.input);
  if (chosen) return chosen;
  const input = document.createElement("input");
  input.type = "hidden";
  input.name = "data";
  // Beside the viewer, not in it: inside, the input would belong to the viewer's own <form>.
  element.after(input);
  return input;
}

function isEmpty(errors) {
  return Object.keys(errors).length === 0;
}

function startAll(root) {
  for (const element of root.querySelectorAll("[data-form]")) start(element);
}

document.addEventListener("htmx:after:swap", () => startAll(document));
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => startAll(document));
else startAll(document);
