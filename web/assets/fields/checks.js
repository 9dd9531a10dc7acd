// The checks of texts as the server makes them (forms/values.py): length, pattern and shape of the same text by the same
// count. Check digits are the server's alone.

// Blanks round a text, those nobody sees among them (forms/blanks.py).
const BLANK = "[\\s\\u00ad\\u115f\\u1160\\u180e\\u200b-\\u200f\\u2060\\u2800\\u3164\\ufeff]+";
const BLANKS = new RegExp(`^${BLANK}|${BLANK}$`, "gu");
const BETWEEN_DIGITS = /[\s\-–—()（）]+/gu;
const MAINLAND = /^(?:\+86|0086)(?=1[3-9][0-9]{9}$)/;
const MOBILE = /^1[3-9][0-9]{9}$/;
const INTERNATIONAL = /^(?:\+|00)[1-9][0-9]{6,14}$/;
const EMAIL = /^[^\s@]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}$/u;
// What a text may have at most where its form says nothing.
const LONGEST = { textfield: 2000, textarea: 20000 };
// Written with blanks or full-width digits, stored without.
const TIDIED = ["id_number", "credit_code", "phone"];

/** Have the viewer check `form`'s texts so; numbers, days and choices it already checks as the server does. */
export function checkTextsAsTheServerDoes(form) {
  const [validator, fields, translate] = ["validator", "formFieldRegistry", "translate"].map((name) => form.get(name));
  const validate = validator.validateFieldInstance.bind(validator);
  validator.validateFieldInstance = (instance, value) => {
    const { type, validate: checks = {}, properties } = fields.get(instance.id) ?? {};
    const special = properties?.["banjian:type"];
    if (!LONGEST[type] || typeof value !== "string") return validate(instance, value);
    const text = TIDIED.includes(special) ? tidied(trimmed(value)) : trimmed(value);
    // An amount is no text: 12,000.50 is longer than the number it means.
    const asked = special === "money" ? { required: checks.required } : { maxLength: LONGEST[type], ...checks };
    return problemsOf(special === "phone" ? text.replace(MAINLAND, "") : text, asked, translate);
  };
}

function trimmed(text) {
  return text.replace(/\r\n/g, "\n").replace(BLANKS, "");
}

function tidied(text) {
  return text.normalize("NFKC").replace(BETWEEN_DIGITS, "").toUpperCase();
}

function problemsOf(text, checks, translate) {
  if (!text) return checks.required ? [translate("Field is required.")] : [];
  // A sign beyond the first plane is one sign, as in the database, not two.
  const length = Array.from(text).length;
  const { minLength, maxLength, pattern, patternErrorMessage, validationType } = checks;
  const problems = [];
  const isGiven = (limit) => limit !== undefined && limit !== null && limit !== "";
  const say = (sentence, value) => problems.push(translate(sentence, { value: String(value) }));
  if (pattern && !asPattern(pattern).test(text)) {
    if (patternErrorMessage) problems.push(patternErrorMessage);
    else say("Field must match pattern {value}.", pattern);
  }
  if (isGiven(minLength) && length < minLength) say("Field must have minimum length of {value}.", minLength);
  if (isGiven(maxLength) && length > maxLength) say("Field must have maximum length of {value}.", maxLength);
  if (validationType === "phone" && !isPhone(text)) {
    say("Field must be a valid international phone number. (e.g. +4930664040900)");
  }
  if (validationType === "email" && !EMAIL.test(text)) say("Field must be a valid email.");
  return problems;
}

function asPattern(pattern) {
  try {
    return new RegExp(pattern, "u");
  } catch {
    // An escape such as \- that only older patterns may have.
    return new RegExp(pattern);
  }
}

function isPhone(text) {
  return MOBILE.test(tidied(text)) || INTERNATIONAL.test(tidied(text));
}
