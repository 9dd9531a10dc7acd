// The buttons over a diagram: nearer, farther, the whole, and the whole window.

/** The buttons as one group; `fit` shows the whole diagram, `enlarge` opens and closes the large view. */
export function toolbar(viewer, words, fit, enlarge) {
  const group = document.createElement("div");
  group.className = "bj-diagram-tools";
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", words.zoom);
  group.append(
    button("+", words.nearer, () => viewer.get("zoomScroll").stepZoom(1)),
    button("−", words.farther, () => viewer.get("zoomScroll").stepZoom(-1)),
    button("▭", words.whole, fit),
    button("⤢", words.large, enlarge),
  );
  return group;
}

function button(sign, label, act) {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = sign;
  element.title = label;
  element.setAttribute("aria-label", label);
  element.addEventListener("click", act);
  return element;
}
