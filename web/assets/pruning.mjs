// Tabler styles hundreds of components; pages use its buttons and form controls only, and the rest would be two thirds of
// a megabyte on every first visit.
import { transform } from "lightningcss";

// Classes of Tabler that pages may use; a new one is added here.
const KEPT = /^(?:btn|form|input|invalid|valid|is-invalid|is-valid|was-validated|d|visually-hidden|show|active|disabled|collapsed)(?:-|$)/;

/** The sheet without the rules for classes that no page uses; elements, variables and attributes keep theirs. */
export function withoutUnusedComponents(name, source) {
  return transform({
    filename: name,
    code: Buffer.from(source),
    visitor: {
      Rule: {
        // A rule stays as it is or goes; lightningcss cannot take back a changed one that has relative colours.
        style: ({ value }) => (value.selectors.some(isUsed) ? undefined : []),
      },
    },
  }).code.toString();
}

function isUsed(selector) {
  return selector.every((part) => {
    if (part.type === "class") return KEPT.test(part.name);
    // What :not() names need not exist; of the choices in :is() one is enough.
    if (part.type === "pseudo-class" && part.kind !== "not" && part.selectors) return part.selectors.some(isUsed);
    return true;
  });
}
