"""Findings about files and bundles: rule -> sentence, reason, remedy, each in Chinese and English."""

XML_PROBLEMS: dict[int | None, str] = {
    5: "根元素结束后还有内容",
    9: "含有 XML 不允许的字符",
    23: "实体引用缺少分号",
    26: "使用了未定义的实体",
    38: "属性值里的 < 应写成 &lt;",
    39: "属性值没有引号",
    40: "属性值的引号没有结束",
    41: "属性没有值",
    42: "同一属性写了两次",
    65: "两个属性之间缺少空格",
    68: "& 应写成 &amp;，或元素名有误",
    73: "开始标签没有写完",
    76: "开始标签与结束标签不配对",
    77: "文件不完整：有元素没有结束",
    201: "使用了没有声明的命名空间前缀",
}
"""What the XML parser found, by its code; in English its own words are shown."""

FILES: dict[str, tuple[str, str, str, str, str, str]] = {
    "xml.too_big": (
        "文件“{file}”有 {size} 字节，超过上限 {limit} 字节。", "File “{file}” has {size} bytes; {limit} are allowed.",
        "过大的文件会拖慢服务器。", "Huge files would slow the server down.",
        "请删去图片和多余的扩展，或拆成几个流程。",
        "Remove pictures and unneeded extensions, or split it into several processes.",
    ),
    "xml.doctype": (
        "文件“{file}”第 {line_shown} 行含有 DOCTYPE 声明。",
        "File “{file}” has a DOCTYPE declaration in line {line_shown}.",
        "DOCTYPE 可用来攻击服务器，BPMN 不需要它。", "A DOCTYPE can be used to attack a server, and BPMN needs none.",
        "请删去 DOCTYPE 声明后重新上传。", "Delete the DOCTYPE declaration and upload again.",
    ),
    "xml.not_well_formed": (
        "文件“{file}”不是正确的 XML：{problem}。", "File “{file}” is not well-formed XML: {problem}.",
        "无法读取其中的元素。", "Its elements cannot be read.",
        "请用建模工具重新导出。", "Export it again from the modelling tool.",
    ),
    "xml.empty": (
        "文件“{file}”是空的。", "File “{file}” is empty.",
        "里面没有流程图。", "There is no diagram in it.",
        "请上传导出的 BPMN 文件。", "Upload an exported BPMN file.",
    ),
    "xml.not_xml": (
        "文件“{file}”不是 XML 文件。", "File “{file}” is not an XML file.",
        "流程图必须是 BPMN 2.0 XML。", "A diagram must be BPMN 2.0 XML.",
        "请在建模工具中选择导出 BPMN 2.0。", "Choose BPMN 2.0 when exporting from the modelling tool.",
    ),
    "xml.encoding_unknown": (
        "文件“{file}”声明的编码“{encoding}”不受支持。",
        "File “{file}” declares the encoding “{encoding}”, which is not supported.",
        "有些编码可以隐藏危险内容。", "Some encodings can hide dangerous content.",
        "请以 UTF-8 保存。", "Save it as UTF-8.",
    ),
    "xml.encoding_wrong": (
        "文件“{file}”的内容与所用编码“{encoding}”不符。",
        "The content of file “{file}” is not in the encoding “{encoding}” it uses.",
        "文字会读错。", "Its texts would be read wrongly.",
        "请以 UTF-8 重新保存。", "Save it again as UTF-8.",
    ),
    "xml.too_deep": (
        "文件“{file}”的元素嵌套超过 {limit} 层。",
        "The elements of file “{file}” are nested more than {limit} levels deep.",
        "正常的流程图不会这样深。", "No ordinary diagram is that deep.",
        "请检查文件是否损坏。", "Check whether the file is damaged.",
    ),
    "xml.too_many_nodes": (
        "文件“{file}”的元素超过 {limit} 个。", "File “{file}” has more than {limit} elements.",
        "过大的图会拖慢服务器，也没有人能看懂。",
        "Such a diagram would slow the server down, and nobody could read it.",
        "请拆成几个流程，用调用活动连接。", "Split it into several processes joined by call activities.",
    ),
    "xml.no_memory": (
        "读取文件“{file}”时内存不足。", "There was not enough memory to read file “{file}”.",
        "文件需要的内存超过了允许的上限。", "The file needs more memory than is allowed.",
        "请拆成较小的流程；若文件很小，请稍后再试。",
        "Split it into smaller processes; if the file is small, try again later.",
    ),
    "bundle.too_big": (
        "文件太多或太大：最多 {files} 个文件，共 {limit} 字节。",
        "Too many or too large files: at most {files} files with {limit} bytes in all.",
        "过大的包会拖慢服务器。", "Such a bundle would slow the server down.",
        "请只上传该流程需要的文件。", "Upload only the files this process needs.",
    ),
    "bundle.not_bpmn": (
        "文件“{file}”是 XML，但不是 BPMN 2.0：根元素是“{root}”，命名空间是“{namespace}”。",
        "File “{file}” is XML but not BPMN 2.0: its root element is “{root}” in the namespace “{namespace}”.",
        "只有 BPMN 2.0 流程图才能运行。", "Only BPMN 2.0 diagrams can run.",
        "请在建模工具中选择导出 BPMN 2.0。", "Choose BPMN 2.0 when exporting from the modelling tool.",
    ),
    "bundle.not_dmn": (
        "文件“{file}”是 XML，但不是 DMN：根元素是“{root}”，命名空间是“{namespace}”；"
        "应为 OMG 的 DMN 命名空间（https://www.omg.org/spec/DMN/…）中的“definitions”。",
        "File “{file}” is XML but not DMN: its root element is “{root}” in the namespace “{namespace}”; expected is "
        "“definitions” in a DMN namespace of the OMG (https://www.omg.org/spec/DMN/…).",
        "其中的决策无法读取。", "The decisions in it cannot be read.",
        "请在 DMN 编辑器中重新导出为 DMN。", "Export it again as DMN from the DMN editor.",
    ),
    "bundle.no_diagram": (
        "没有流程图文件。", "There is no diagram among the files.",
        "决策表和表单不能单独运行。", "Decisions and forms do not run by themselves.",
        "请同时上传 .bpmn 文件。", "Upload the .bpmn file with them.",
    ),
    "bundle.unread": (
        "{problem}", "{problem}",
        "没有检查任何文件的内容。", "Nothing in any of the files was checked.",
        "请更正后再检查一次。", "Mend this and check again.",
    ),
    "decision.wrong": (
        "决策文件“{file}”：{problem}", "Decision file “{file}”: {problem}",
        "用到它的办件会得不到结果。", "Cases that use it would get no result.",
        "请在 DMN 编辑器中更正后重新导出。", "Correct it in the DMN editor and export it again.",
    ),
    "decision.twice": (
        "决策文件“{file}”里的决策“{decision}”在“{other}”里也有。",
        "Decision “{decision}” of “{file}” is in “{other}”, too.",
        "无法确定用哪一个。", "It cannot be told which one counts.",
        "请删去其中一个，或改用别的编号。", "Delete one of them, or give it another id.",
    ),
    "decision.inputs_unchecked": (
        "决策“{label}”为输入列 {columns} 列出了允许的值；这些值不作检查。",
        "Decision “{label}” lists allowed values for its inputs ({columns}); they are not checked.",
        "列表之外的值不会被拦下：它走“-”的规则，或一条也不命中。",
        "A value beyond the list is not stopped: it meets the rules with “-”, or none.",
        "需要拦下的，请加一条规则，或在表单中限定选项。",
        "Where it must be stopped, add a rule for it, or let the form offer nothing else.",
    ),
    "decision.output_unlisted": (
        "决策“{label}”第 {rules} 条规则的结果不在输出列“{column}”允许的值之中。",
        "Decision “{label}”: rules {rules} give results that are not among the values of output “{column}”.",
        "多半是笔误；结果照写的给出。", "Most likely a slip of the pen; the result is given as it is written.",
        "请改正结果，或把它加到输出列的值中。", "Correct the result, or add it to the values of the output.",
    ),
    "form.unreadable": (
        "表单文件“{file}”无法读取：{problem}", "Form file “{file}” cannot be read: {problem}",
        "表单必须是 form-js 的 JSON。", "A form must be form-js JSON.",
        "请用表单设计器重新导出。", "Export it again from the form editor.",
    ),
    "form.embedded_unreadable": (
        "“{label}”中的表单“{form}”无法读取：{problem}", "The form “{form}” inside “{label}” cannot be read: {problem}",
        "用到它的任务将没有表单。", "Tasks that use it have no form.",
        "请用表单设计器重新导出。", "Export it again from the form editor.",
    ),
    "form.unusable": (
        "表单“{form}”不能用：{problem}", "The form “{form}” cannot be used: {problem}",
        "用到它的任务将无法办理。", "A task that shows it could not be done.",
        "请在表单设计器中更正后重新导出。", "Correct it in the form editor and export it again.",
    ),
    "form.name_unknown": (
        "表单“{form}”中“{label}”的条件用到“{name}”，没有任何一步写入它。",
        "No step writes “{name}”, which the condition of “{label}” in the form “{form}” uses.",
        "若办件中也没有它，该项会一直隐藏。", "If a case does not have it either, the part stays hidden.",
        "请检查拼写，或改用表单里的字段。", "Check the spelling, or use a field of the form.",
    ),
    "form.twice": (
        "表单“{form}”在包中出现两次（文件“{file}”）。", "Form “{form}” is in the bundle twice (file “{file}”).",
        "无法确定该用哪一个。", "It cannot be told which one is meant.",
        "请删去其中一个或改用不同的编号。", "Remove one of them or give it another id.",
    ),
    "reading.too_long": (
        "读取和检查这些文件超过 {seconds} 秒，已停止。",
        "Reading and checking the files took more than {seconds} seconds and was stopped.",
        "不能让一个文件占用服务器。", "One file must not occupy the server.",
        "请拆成较小的流程；若文件很小，它可能已损坏。",
        "Split it into smaller processes; if the file is small it may be damaged.",
    ),
    "reading.too_much_memory": (
        "读取和检查这些文件需要超过 {megabytes} MB 内存，已停止。",
        "Reading and checking the files needs more than {megabytes} MB of memory and was stopped.",
        "不能让一个文件占用服务器。", "One file must not occupy the server.",
        "请拆成较小的流程；若文件很小，它可能已损坏。",
        "Split it into smaller processes; if the file is small it may be damaged.",
    ),
    "reading.failed": (
        "读取这些文件时出现意外错误：{problem}", "Reading the files failed unexpectedly: {problem}",
        "服务器没有受影响，但文件无法使用。", "The server is unharmed, but the files cannot be used.",
        "请把文件交给系统管理员。", "Give the file to the system administrator.",
    ),
    "process.key_unknown": (
        "没有编号为“{key}”的流程；有：{known}。", "There is no process “{key}”; there are: {known}.",
        "要运行的流程必须在文件中。", "The process to run must be in the files.",
        "请选择现有的流程。", "Choose one of the existing processes.",
    ),
    "process.none": (
        "文件中没有任何流程步骤。", "The files contain no process with any step.",
        "空的泳池不能运行。", "An empty pool cannot run.",
        "请画出流程后再上传。", "Draw the process and upload again.",
    ),
    "process.several": (
        "文件中有几个可以运行的流程：{known}。", "The files contain several processes that could run: {known}.",
        "无法确定办件应走哪一个。", "It cannot be told which one a case takes.",
        "请只把一个标记为可执行（isExecutable），或分成几个文件上传；接口可以用 key 指明。",
        "Mark only one as executable (isExecutable) or upload them as several files; the API takes a key.",
    ),
    "process.not_run": (
        "流程“{label}”（{count} 个节点）不运行：办件走的是“{chosen}”。",
        "Process “{label}” ({count} nodes) does not run: a case takes “{chosen}”.",
        "它既不是所选流程，也不被所选流程调用。", "It is neither the chosen process nor called by it.",
        "如需运行它，请选择它，或用调用活动调用它。", "To run it, choose it or call it from a call activity.",
    ),
    "process.twice": (
        "流程编号“{label}”出现两次。", "The process id “{label}” is used twice.",
        "调用时无法确定是哪一个。", "A call could not tell which one is meant.",
        "请改用不同的编号，或不要重复上传同一文件。", "Use another id, or do not upload the same file twice.",
    ),
    "process.not_executable": (
        "流程“{process}”被标记为不可执行，仍按所画运行。",
        "Process “{process}” is marked as not executable; it runs as drawn nevertheless.",
        "该标记通常表示图只是草稿。", "The mark usually says that the drawing is a draft.",
        "请确认该图确实可以办理，并在建模工具中标记为可执行。",
        "Make sure that it is meant to be worked with, and mark it as executable.",
    ),
    "pool.black_box": (
        "泳池“{label}”没有流程，是黑盒。", "Pool “{label}” has no process: it is a black box.",
        "它代表外部的一方，只作说明。", "It stands for somebody outside and is documentation only.",
        "无需处理。", "Nothing needs to be done.",
    ),
}  # fmt: skip
