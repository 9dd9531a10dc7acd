"""The words of uploading and publishing diagrams."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "definition.not_found": (
        "没有编号 {version} 的流程版本。请刷新页面。",
        "There is no diagram version {version}. Reload the page.",
    ),
    "definition.unknown_key": ("没有流程“{key}”。请检查名称。", "There is no diagram “{key}”. Check the name."),
    "definition.no_current": (
        "流程“{key}”还没有发布的版本，不能用它办件。请先发布。",
        "No version of the diagram “{key}” is published, so no case can run on it. Publish one first.",
    ),
    "definition.does_not_compile": (
        "流程“{key}”在这个版本的软件里不能运行（{rule}，元素 {element}）。请流程设计员重新检查并发布新版本。",
        "The diagram “{key}” does not run with this release ({rule}, element {element}). Ask a process designer to "
        "check it and publish a new version.",
    ),
    "definition.has_errors": (
        "流程还有 {count} 处错误，不能发布。请按检查结果改好再上传。",
        "The diagram still has {count} errors, so it cannot be published. Correct them and upload it again.",
    ),
    "definition.nothing_uploaded": (
        "没有选文件。请选 .bpmn 文件（可以带 .dmn 和 .form）。",
        "No file was chosen. Choose a .bpmn file (with .dmn and .form files if any).",
    ),
    "definition.too_large": (
        "文件合计超过 {most} MB，没有保存。请拆小再上传。",
        "The files have more than {most} MB and were not stored. Make them smaller.",
    ),
    "definition.same_name": (
        "有两个文件都叫“{name}”（只差所在文件夹），后一个没有保存。请改名，或只上传一个。",
        "Two of the files are called {name} (in different folders); the second was not stored. Rename one, or upload "
        "only one of them.",
    ),
    "definition.not_text": (
        "文件“{name}”既不是 UTF-8 文本，也没有声明能识别的编码，不能保存。请另存为 UTF-8。",
        "The file {name} is neither UTF-8 text nor in a known encoding that it declares. Save it as UTF-8.",
    ),
    "definition.unreadable": (
        "流程文件读不出来，所以不知道是哪个流程，没有保存。请看检查结果。",
        "The diagram cannot be read, so it is not known which one it is, and it was not stored. See the findings.",
    ),
    "definition.not_published": (
        "第 {number} 版还没有发布过，不能用于办件，也不能设为当前版本。请先发布它。",
        "Version {number} was never published, so no case can run on it and it cannot be made current. Publish it first.",
    ),
    "definition.retired": (
        "第 {number} 版已停用，不能这样做。请用别的版本。",
        "Version {number} is retired. Use another version.",
    ),
    "definition.current_stays": (
        "第 {number} 版是当前版本，不能停用。请先把另一版设为当前版本。",
        "Version {number} is the current one. Make another version current first.",
    ),
    "definition.published_already": (
        "第 {number} 版已经发布过。不用再发布。",
        "Version {number} is published already.",
    ),
}
