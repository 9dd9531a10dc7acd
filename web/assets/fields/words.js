// The Chinese of the form viewer. Its own `translate` service does not reach a few words; those are replaced on screen.

/** Sentences that go through the viewer's `translate`; `{name}` stands for what it puts in. */
export const SENTENCES = {
  "Field is required.": "该项为必填。",
  "Field must match pattern {value}.": "填写的内容不符合格式 {value}。",
  "Field must have minimum value of {value}.": "不能小于 {value}。",
  "Field must have maximum value of {value}.": "不能大于 {value}。",
  "Field must have minimum length of {value}.": "至少填写 {value} 个字。",
  "Field must have maximum length of {value}.": "最多填写 {value} 个字。",
  "Field must be a valid international phone number. (e.g. +4930664040900)": "请填写 11 位手机号或带国家代码的号码，例如 +8613912340268。",
  "Field must be a valid email.": "请填写电子邮箱，例如 wang@example.com。",
  "Value is not a number.": "这里要填数字，例如 48.6。",
  "Value is expected to be an integer.": "这里要填整数，例如 3。",
  "Value is expected to have at most 1 decimal digit.": "最多保留 1 位小数。",
  "Value is expected to have at most {value} decimal digits.": "最多保留 {value} 位小数。",
  "Please select a valid value, the two nearest valid values are {previousValue} and {nextValue}.":
    "可以填的最接近的数是 {previousValue} 和 {nextValue}。",
  "Min validation value is not a valid number.": "表单中规定的最小值不是数字。",
  "Max validation value is not a valid number.": "表单中规定的最大值不是数字。",
  "Date and time must both be entered.": "日期和时间都要填写。",
  "No content to show.": "没有可显示的内容。",
  "External content couldn't be loaded.": "外部内容没有载入。",
  "Increment": "增加",
  "Decrement": "减少",
  "Skip to search": "跳到搜索框",
  "Remove tag": "移除",
  "Search": "搜索",
  "No results": "没有匹配的选项",
  "All values selected": "已全部选中",
  "Nothing to show.": "没有记录。",
  "{page} of {total}": "第 {page} 页，共 {total} 页",
  "Previous page": "上一页",
  "Next page": "下一页",
  "Click to sort by {value} descending": "按 {value} 降序排列",
  "Click to sort by {value} ascending": "按 {value} 升序排列",
  "Click to remove sorting": "取消排序",
  "No files selected": "没有选择文件",
  "{value} files selected": "已选择 {value} 个文件",
  "Document reference is not defined.": "没有指定文件。",
  "Unable to download document": "文件下载失败",
  "Download {fileName}": "下载 {fileName}",
  "Add new": "新增一行",
  "Expand all ({value})": "展开全部（{value}）",
  "Collapse": "收起",
};

/** Words that the viewer writes without asking `translate`. */
export const HARD_CODED = {
  "Select": "请选择",
  "Search": "搜索",
  "Browse": "选择文件",
  "No results": "没有匹配的选项",
  "yyyy-mm-dd": "年-月-日",
  "yyyy/mm/dd": "年/月/日",
  "mm/dd/yyyy": "月/日/年",
  "hh:mm": "时:分",
  "hh:mm --": "时:分",
  "Powered by bpmn.io": "由 bpmn.io 提供技术支持",
};

/** The viewer's `translate` in Chinese; an unknown sentence stays as it is, so a gap shows instead of hiding. */
export function translateToChinese(sentence, values = {}) {
  const known = SENTENCES[sentence] ?? sentence;
  return known.replace(/{([^}]+)}/g, (place, name) => (name in values ? String(values[name]) : place));
}

const ATTRIBUTES = ["placeholder", "title", "alt"];

/** Replace the hard-coded words below `element`, now and whenever the viewer writes them again. */
export function replaceHardCodedWords(element) {
  const replaceText = (node) => {
    const word = HARD_CODED[node.data?.trim()];
    // Only words of the viewer's own furniture; a clerk's text that happens to read "Select" stays.
    if (word && node.parentElement?.closest(".fjs-select-display, .fjs-filepicker-button, .fjs-dropdownlist")) node.data = word;
  };
  const replaceAttributes = (target) => {
    for (const name of ATTRIBUTES) {
      const word = HARD_CODED[target.getAttribute(name)];
      if (word) target.setAttribute(name, word);
    }
  };
  const replaceBelow = (root) => {
    if (root.nodeType === Node.TEXT_NODE) replaceText(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    replaceAttributes(root);
    root.querySelectorAll(ATTRIBUTES.map((name) => `[${name}]`).join(",")).forEach(replaceAttributes);
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) replaceText(texts.currentNode);
  };
  replaceBelow(element);
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "characterData") replaceText(change.target);
      else if (change.type === "attributes") replaceAttributes(change.target);
      else change.addedNodes.forEach(replaceBelow);
    }
  }).observe(element, { subtree: true, childList: true, characterData: true, attributeFilter: ATTRIBUTES });
}
