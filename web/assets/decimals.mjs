// The viewer's FEEL counts in binary numbers, the server in decimals: 0.1 + 0.2 = 0.3 would hide a field here and demand
// it there. Every number that FEEL computes is brought back to the 15 digits that a form's number can have. And a range
// that ends before it begins holds nothing, while the viewer turns it round.
import { readFileSync } from "node:fs";

const EXACT = "const exact = (value) => (typeof value === 'number' ? Number(value.toPrecision(15)) : value);\n";

// Where the interpreter computes: operators, sums, rounding, ranges.
const COMPUTED = [
  ["return op(left, right);", "return exact(op(left, right));"],
  ["sum === null ? el : sum + el", "sum === null ? el : exact(sum + el)"],
  ["s === null ? s : s / list.length", "s === null ? s : exact(s / list.length)"],
  ["return result * n;", "return exact(result * n);"],
  ["func(n * Math.pow(10, scale))", "func(exact(n * Math.pow(10, scale)))"],
  ["Math.floor(n * adjust)", "Math.floor(exact(n * adjust))"],
  ["Math.ceil(n * adjust)", "Math.ceil(exact(n * adjust))"],
  ["(n * Math.pow(10, scale)) % 1", "exact(n * Math.pow(10, scale)) % 1"],
  ["includesStart(end, endIncluded),", "() => false,"],
];

/** An esbuild plugin; it stops the build when another version of the package computes elsewhere. */
export const decimalsInFeel = {
  name: "decimals-in-feel",
  setup(build) {
    build.onLoad({ filter: /@bpmn-io[\\/]feelin[\\/]dist[\\/]index\.js$/ }, ({ path }) => {
      const source = readFileSync(path, "utf8");
      const missing = COMPUTED.find(([binary]) => !source.includes(binary));
      if (missing) throw new Error(`${path}: “${missing[0]}” is not there any more; look where FEEL computes now`);
      return { contents: EXACT + COMPUTED.reduce((text, [binary, exact]) => text.replaceAll(binary, exact), source) };
    });
  },
};
