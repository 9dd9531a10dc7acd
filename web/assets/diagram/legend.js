// What the colours on a diagram mean: only those that are on it.

const EXPLAINED = ["done", "now", "stop", "cancelled"];

/** The legend of these marks, or nothing when none needs words; pages that compare versions bring their own. */
export function legend(marks, words) {
  const list = document.createElement("div");
  list.className = "bj-legend";
  for (const name of EXPLAINED.filter((one) => marks[one]?.length)) {
    const entry = document.createElement("span");
    const colour = document.createElement("i");
    colour.className = `bj-diagram-colour ${name}`;
    entry.append(colour, words.marks[name]);
    list.append(entry);
  }
  return list;
}
