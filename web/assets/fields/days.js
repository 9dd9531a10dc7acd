// Days are read and written as 2026-10-09 on every computer, whatever language the browser itself speaks.

const ISO_SPEAKER = "sv-SE";

/** The viewer asks the browser's own language ("default") how a day is written; a page's answers must not depend on it. */
export function writeDaysAsIso() {
  const Format = Intl.DateTimeFormat;
  Intl.DateTimeFormat = new Proxy(Format, {
    construct: (target, [locale, ...rest]) => new target(locale === "default" ? ISO_SPEAKER : locale, ...rest),
  });
}
