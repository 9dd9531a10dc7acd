// Draws a diagram on every `[data-bpmn-viewer]` of the page and shows on it where a case stands (README.md).
// bpmn.io's mark in the corner is part of its licence and stays visible.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { keepLaneNames } from "./diagram/lanes.js";
import { largeView } from "./diagram/large.js";
import { legend } from "./diagram/legend.js";
import { drawPins, MARKS, mark } from "./diagram/marks.js";
import { toolbar } from "./diagram/toolbar.js";
import { wordsFor } from "./diagram/words.js";

// The labels are measured with this font, so it must be the one that draws them; the page's CSS alone would shift them.
const FONT_FAMILY =
  '"Noto Sans SC", "PingFang SC", "HarmonyOS Sans SC", "Microsoft YaHei", "Source Han Sans SC", "Noto Sans CJK SC", sans-serif';

// Below this scale the labels cannot be read.
const SMALLEST_READABLE = 0.55;
const READABLE = 0.8;
const LARGEST = 1.2;
const EDGE = 12;
const NEAR = 80;
// Room at the foot for bpmn.io's mark, so that it hides nothing.
const FOOT = 34;

const started = new WeakSet();

async function start(element) {
  if (started.has(element)) return;
  started.add(element);
  const words = wordsFor(element);
  const canvasElement = element.ownerDocument.createElement("div");
  canvasElement.className = "bj-diagram-canvas";
  // Not an image: the canvas takes the focus and carries a link, which an image would hide.
  canvasElement.setAttribute("role", "group");
  canvasElement.setAttribute("aria-label", element.dataset.label || words.diagram);
  element.replaceChildren(canvasElement);
  try {
    const xml = await load(element.dataset.src);
    await fontsReady();
    const viewer = new NavigatedViewer({
      container: canvasElement,
      textRenderer: {
        defaultStyle: { fontFamily: FONT_FAMILY, fontSize: 12 },
        externalStyle: { fontFamily: FONT_FAMILY, fontSize: 12 },
      },
      // The wheel belongs to the page; the buttons zoom.
      zoomScroll: { enabled: false },
      moveCanvas: true,
    });
    await viewer.importXML(xml);
    show(viewer, element, canvasElement, words);
    element.bpmnViewer = viewer;
    element.dataset.state = "ready";
    element.dispatchEvent(new CustomEvent("banjian:diagram", { bubbles: true, detail: { viewer } }));
  } catch (problem) {
    element.dataset.state = "failed";
    element.replaceChildren(failure(element.ownerDocument, words, problem));
  }
}

async function load(address) {
  const answer = await fetch(address, { credentials: "same-origin", headers: { Accept: "application/xml, text/xml" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}

async function fontsReady() {
  await document.fonts.load(`12px ${FONT_FAMILY}`, "办件").catch(() => []);
  await document.fonts.ready;
}

function show(viewer, element, canvasElement, words) {
  const marks = JSON.parse(element.dataset.marks || "{}");
  for (const [name, ids] of Object.entries(marks)) if (MARKS.includes(name)) mark(viewer, name, ids);
  drawPins(viewer, JSON.parse(element.dataset.pins || "[]"));
  viewer.get("eventBus").on("element.click", ({ element: shape }) => {
    element.dispatchEvent(new CustomEvent("banjian:element", { bubbles: true, detail: { id: shape.id } }));
  });
  const arrange = (large = false) => {
    const here = (marks.now ?? []).map((id) => viewer.get("elementRegistry").get(id)).find(Boolean);
    takeRoom(viewer, canvasElement, here);
    fit(viewer);
    if (here || large) readable(viewer, here);
  };
  const bar = element.ownerDocument.createElement("div");
  bar.className = "bj-diagram-bar";
  bar.append(legend(marks, words), toolbar(viewer, words, () => fit(viewer), largeView(element, words, arrange)));
  element.prepend(bar);
  arrange();
  keepLaneNames(viewer, canvasElement);
}

// The card is as high as the drawing needs at the card's width; the style sheet sets the least and the most.
function takeRoom(viewer, canvasElement, here) {
  const canvas = viewer.get("canvas");
  const { inner } = canvas.viewbox();
  const whole = Math.min(LARGEST, canvasElement.clientWidth / (inner.width + 2 * EDGE));
  const scale = here && whole < SMALLEST_READABLE ? READABLE : whole;
  canvasElement.style.height = `${Math.ceil((inner.height + 2 * EDGE) * scale) + FOOT}px`;
  canvas.resized();
}

// What is too wide to be read whole begins where the case stands, or at its upper left; a button shows all of it.
function readable(viewer, here) {
  const canvas = viewer.get("canvas");
  if (canvas.zoom() >= SMALLEST_READABLE) return;
  canvas.zoom(READABLE, { x: 0, y: 0 });
  const { inner, width, height } = canvas.viewbox();
  const { x, y } = here ? { x: here.x + here.width / 2, y: here.y + here.height / 2 } : inner;
  canvas.viewbox({
    x: within(x - width / 2, inner.x, inner.width, width),
    y: within(y - height / 2, inner.y, inner.height, height),
    width,
    height,
  });
}

// No empty ground while there is drawing on the other side, and the beginning, with its names, if it is near.
function within(start, least, length, shown) {
  if (start < least + NEAR) return least - EDGE;
  return Math.min(start, Math.max(least - EDGE, least + length + EDGE - shown));
}

// The whole drawing with an edge around it; a three-step diagram on a wide screen is not blown up to a poster.
function fit(viewer) {
  const canvas = viewer.get("canvas");
  const { inner, outer } = canvas.viewbox();
  const room = outer.height - FOOT;
  const scale = Math.min(LARGEST, outer.width / (inner.width + 2 * EDGE), room / (inner.height + 2 * EDGE));
  const [width, height] = [outer.width / scale, outer.height / scale];
  canvas.viewbox({ x: inner.x + (inner.width - width) / 2, y: inner.y + (inner.height - room / scale) / 2, width, height });
}

function failure(document, words, problem) {
  const note = document.createElement("p");
  // What bpmn-js says of a file without BPMNDI: nothing is wrong with the page then.
  const isUndrawn = problem.message === "no diagram to display";
  note.className = isUndrawn ? "bj-note info" : "bj-note bad";
  note.setAttribute("role", isUndrawn ? "note" : "alert");
  note.textContent = isUndrawn ? words.undrawn : `${words.failed} (${problem.message})`;
  return note;
}

function startAll(root) {
  for (const element of root.querySelectorAll("[data-bpmn-viewer]")) start(element);
}

// A link `data-shows-element="id"` beside a diagram brings that element into view, for lists of findings.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-shows-element]");
  const viewer = link && document.querySelector('[data-bpmn-viewer][data-state="ready"]')?.bpmnViewer;
  const shape = viewer?.get("elementRegistry").get(link.dataset.showsElement);
  if (!shape) return;
  event.preventDefault();
  viewer.get("canvas").scrollToElement(shape, 80);
  viewer.get("selection").select(shape);
});

// Pages may be swapped in by htmx later.
document.addEventListener("htmx:after:swap", () => startAll(document));
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => startAll(document));
else startAll(document);
