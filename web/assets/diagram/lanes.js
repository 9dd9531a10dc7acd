// The names of the lanes stay at the left edge while the drawing is moved, as the first column of a wide table does.

// The drawing's own name is whole while no more than this is cut off at the lane's left end.
const CUT = 6;
// Less height than this has no room for a name.
const LOW = 28;

/** Keeps the names in view on `canvasElement` from now on. */
export function keepLaneNames(viewer, canvasElement) {
  const lanes = viewer.get("elementRegistry").filter((shape) => shape.type === "bpmn:Lane" && !shape.children.some(isLane));
  if (!lanes.length) return;
  const layer = document.createElement("div");
  layer.className = "bj-diagram-lanes";
  layer.setAttribute("aria-hidden", "true");
  canvasElement.append(layer);
  const names = lanes.map((lane) => {
    const name = document.createElement("span");
    name.textContent = lane.businessObject.name ?? "";
    layer.append(name);
    return [lane, name];
  });
  const place = () => {
    const { x, y, height, scale } = viewer.get("canvas").viewbox();
    for (const [lane, name] of names) {
      const top = Math.max(lane.y, y);
      const bottom = Math.min(lane.y + lane.height, y + height);
      const room = (bottom - top) * scale;
      name.hidden = !name.textContent || x <= lane.x + CUT || x >= lane.x + lane.width || room < LOW;
      name.style.maxHeight = `${room}px`;
      name.style.top = `${((top + bottom) / 2 - y) * scale}px`;
    }
  };
  viewer.get("eventBus").on("canvas.viewbox.changed", place);
  place();
}

function isLane(shape) {
  return shape.type === "bpmn:Lane";
}
