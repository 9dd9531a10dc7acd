// What is painted on a diagram: where a case stands, and the numbers of findings.

/** Classes set on elements and flows; the colours are those of `.bj-flow` in the reference. */
export const MARKS = ["done", "now", "stop", "cancelled", "target", "add", "del", "chg", "sel"];

/** Mark the elements; ids that the diagram does not draw are passed over (called processes, collapsed parts). */
export function mark(viewer, name, ids) {
  const canvas = viewer.get("canvas");
  const registry = viewer.get("elementRegistry");
  for (const id of ids) {
    const shape = registry.get(id);
    if (!shape) continue;
    canvas.addMarker(id, name);
    if (name === "now" && !shape.waypoints) drawToken(viewer, id);
  }
}

function drawToken(viewer, id) {
  const token = document.createElement("span");
  token.className = "bj-diagram-token";
  viewer.get("overlays").add(id, { position: { top: -7, left: -7 }, html: token });
}

/** `pins` = [{element, number, level}]: the number of a finding at the element it speaks of. */
export function drawPins(viewer, pins) {
  const registry = viewer.get("elementRegistry");
  const taken = new Map();
  for (const { element, number, level } of pins) {
    if (!registry.get(element)) continue;
    const place = taken.get(element) ?? 0;
    taken.set(element, place + 1);
    const pin = document.createElement("span");
    pin.className = `bj-diagram-pin ${level}`;
    pin.textContent = number;
    viewer.get("overlays").add(element, { position: { top: -11, right: 11 - 24 * place }, html: pin });
  }
}
