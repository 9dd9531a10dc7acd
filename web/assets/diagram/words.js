// The few words that a diagram brings itself; the page's language decides.

const WORDS = {
  zh: {
    diagram: "流程图",
    zoom: "缩放",
    nearer: "放大",
    farther: "缩小",
    whole: "显示全图",
    large: "占满窗口，再按一次收起",
    marks: { done: "已办", now: "现在这一步", stop: "停表", cancelled: "已撤销" },
    undrawn: "这个文件只有逻辑，没有画面（缺 BPMNDI），所以不能显示图；办理不受影响。",
    failed: "流程图没有显示出来，页面其余内容不受影响。请刷新页面再试。",
  },
  en: {
    diagram: "Process diagram",
    zoom: "Zoom",
    nearer: "Zoom in",
    farther: "Zoom out",
    whole: "Show the whole diagram",
    large: "Fill the window, or leave it",
    marks: { done: "done", now: "the present step", stop: "clock stopped", cancelled: "cancelled" },
    undrawn: "The file holds the logic but no drawing (no BPMNDI), so it cannot be shown; the work is not affected.",
    failed: "The diagram could not be shown; the rest of the page is not affected. Reload the page to try again.",
  },
};

/** The words in the language of the nearest `lang` attribute, Chinese without one. */
export function wordsFor(element) {
  const language = element.closest("[lang]")?.lang ?? "zh";
  return language.startsWith("en") ? WORDS.en : WORDS.zh;
}
