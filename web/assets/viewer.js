// Draws a diagram on every `[data-bpmn-viewer]` of the page and shows on it where a case stands (README.md).
// bpmn.io's mark in the corner is part of its licence and stays visible.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { drawPins, MARKS, mark } from "./diagram/marks.js";
import { toolbar } from "./diagram/toolbar.js";
import { wordsFor } from "./diagram/words.js";

// The labels are measured with this font, so it must be the one that draws them; the page's CSS alone would shift them.
const FONT_FAMILY =
  '"Noto Sans SC", "PingFang SC", "HarmonyOS Sans SC", "Microsoft YaHei", "Source Han Sans SC", "Noto Sans CJK SC", sans-serif';

// Below this scale the labels cannot be read.
const SMALLEST_READABLE = 0.55;
const READABLE = 0.8;

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
    show(viewer, element);
    element.prepend(toolbar(viewer, words, () => fit(viewer)));
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

function show(viewer, element) {
  const marks = JSON.parse(element.dataset.marks || "{}");
  for (const [name, ids] of Object.entries(marks)) if (MARKS.includes(name)) mark(viewer, name, ids);
  drawPins(viewer, JSON.parse(element.dataset.pins || "[]"));
  viewer.get("eventBus").on("element.click", ({ element: shape }) => {
    element.dispatchEvent(new CustomEvent("banjian:element", { bubbles: true, detail: { id: shape.id } }));
  });
  fit(viewer);
  readable(viewer, marks.now ?? []);
}

// A wide diagram in a narrow column cannot be read whole: begin where the case stands, the button shows all of it.
function readable(viewer, ids) {
  const canvas = viewer.get("canvas");
  const shape = ids.map((id) => viewer.get("elementRegistry").get(id)).find(Boolean);
  if (!shape || canvas.zoom() >= SMALLEST_READABLE) return;
  canvas.zoom(READABLE, { x: 0, y: 0 });
  const { width, height } = canvas.viewbox();
  canvas.viewbox({ x: shape.x + shape.width / 2 - width / 2, y: shape.y + shape.height / 2 - height / 2, width, height });
}

function fit(viewer) {
  const canvas = viewer.get("canvas");
  canvas.zoom("fit-viewport", "auto");
  // A three-step diagram on a wide screen should not be blown up to a poster.
  if (canvas.zoom() > 1.2) canvas.zoom(1.2, "auto");
}

function failure(document, words, problem) {
  const note = document.createElement("p");
  note.className = "bj-note bad";
  note.setAttribute("role", "alert");
  note.textContent = `${words.failed} (${problem.message})`;
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
