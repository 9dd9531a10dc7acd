"""Findings about the shape of a diagram: rule -> sentence, reason, remedy, each in Chinese and English."""

DIAGRAM: dict[str, tuple[str, str, str, str, str, str]] = {
    "element.duplicate_id": (
        "编号“{label}”出现不止一次（首次在第 {first_line} 行）。",
        "The id of “{label}” is used more than once (first in line {first_line}).",
        "连线和历史记录无法确定指的是哪一个。", "Flows and history could not tell which one is meant.",
        "请在建模工具中给其中一个新的编号。", "Give one of them a new id in the modelling tool.",
    ),
    "element.misplaced": (
        "“{label}”放错了位置：它在“{around}”里面。", "“{label}” stands in the wrong place: inside “{around}”.",
        "流程节点和连线只能放在流程或子流程里。", "Flow nodes and flows belong into a process or sub-process.",
        "请用建模工具重新导出文件。", "Export the file again from the modelling tool.",
    ),
    "element.refused": (
        "“{label}”不能运行：{what}。", "“{label}” cannot run: {what}.",
        "不能运行的元素若被悄悄跳过，办件就会走错。", "If it were skipped in silence, cases would go wrong.",
        "{instead}", "{instead}",
    ),
    "element.rewritten": (
        "{kind}（{count} 处）：{what}。", "{kind} ({count}): {what}.",
        "图中仍会显示。", "It is still shown in the diagram.",
        "无需处理。", "Nothing needs to be done.",
    ),
    "element.unknown": (
        "“{name}”（{count} 处）不是 BPMN 2.0 的元素，不起作用。",
        "“{name}” ({count}) is no element of BPMN 2.0 and has no effect.",
        "它多半是别的工具留下的。", "Another tool will have left it.",
        "若它有含义，请用 BPMN 元素或扩展重画。", "If it means something, redraw it with BPMN elements or extensions.",
    ),
    "banjian.unknown": (
        "“{label}”的属性 banjian:{name} 不存在，不起作用。",
        "The attribute banjian:{name} of “{label}” does not exist and means nothing.",
        "多半是拼写错误；办件会当它没有写。", "It is most likely misspelt; cases go on without it.",
        "可能是：{near}。", "It may be: {near}.",
    ),
    "vendor.no_effect": (
        "扩展“{name}”（{count} 处）在这里不起作用。", "The extension “{name}” ({count}) has no effect here.",
        "它属于另一个流程引擎。", "It belongs to another process engine.",
        "若办件依赖它，请用本系统的办法重画。", "If cases depend on it, redraw it with what this system offers.",
    ),
    "flow.dangling": (
        "连线“{label}”的 {attribute} 指向不存在的元素“{ref}”。",
        "The {attribute} of flow “{label}” is “{ref}”, which does not exist.",
        "令牌会在这里消失。", "A case would get lost here.",
        "请在建模工具中重新连接。", "Connect it again in the modelling tool.",
    ),
    "flow.crosses_scope": (
        "连线“{label}”越过了子流程或泳池的边界（{attribute}：“{ref}”）。",
        "Flow “{label}” crosses the border of a sub-process or pool ({attribute}: “{ref}”).",
        "BPMN 中连线不能离开自己的流程或子流程。", "In BPMN a sequence flow stays within its process or sub-process.",
        "请用子流程的起止事件，或用消息连接两个泳池。",
        "Use the sub-process's start and end events, or messages between pools.",
    ),
    "node.unreachable": (
        "从任何启动事件都到不了：{nodes}。这些元素不会运行。", "No start event leads to: {nodes}. They never run.",
        "画了却永远不会办理的步骤多半是漏连了线。", "A step that is drawn but never done usually lacks a flow.",
        "请连上它们，或删去它们。", "Connect them or delete them.",
    ),
    "scope.no_start": (
        "“{label}”没有启动事件，且有 {count} 个可能的起点：{nodes}。",
        "“{label}” has no start event and {count} possible beginnings: {nodes}.",
        "无法确定从哪里开始。", "It cannot be told where to begin.",
        "请画一个启动事件。", "Draw a start event.",
    ),
    "start.added": (
        "没有启动事件：从“{label}”开始。", "There is no start event: it begins at “{label}”.",
        "它是唯一没有来线的元素。", "It is the only element without an incoming flow.",
        "请确认，并最好画出启动事件。", "Make sure that this is right, and better draw the start event.",
    ),
    "end.added": (
        "“{label}”之后没有结束事件：路径到此结束。", "No end event follows “{label}”: the path ends there.",
        "没有去线的元素结束自己的路径。", "An element without an outgoing flow ends its path.",
        "如果这里漏了连线，请补上。", "If a flow is missing here, draw it.",
    ),
    "end.has_outgoing": (
        "结束事件“{label}”之后还有连线。", "A flow leaves the end event “{label}”.",
        "路径到结束事件为止。", "A path stops at its end event.",
        "请改为中间事件，或删去连线。", "Make it an intermediate event or delete the flow.",
    ),
    "event.has_incoming": (
        "启动或边界事件“{label}”有来线。", "A flow leads into the start or boundary event “{label}”.",
        "这些事件只由触发条件引发。", "Such an event is caused by its trigger only.",
        "请改为中间事件，或删去连线。", "Make it an intermediate event or delete the flow.",
    ),
    "subprocess.starts": (
        "子流程“{label}”有 {count} 个启动事件：{nodes}。",
        "Sub-process “{label}” has {count} start events: {nodes}.",
        "嵌入子流程必须正好有一个。", "An embedded sub-process must have exactly one.",
        "请只留一个，用网关分出各条路径。", "Keep one of them and branch by a gateway.",
    ),
    "subprocess.too_deep": (
        "子流程“{label}”位于第 {limit} 层以下。", "Sub-process “{label}” lies more than {limit} levels deep.",
        "没有人能看懂这样的流程。", "Nobody could follow such a process.",
        "请减少层次，或改为调用活动。", "Use fewer levels, or call activities.",
    ),
    "split.implicit": (
        "“{label}”有 {count} 条去线：视为并行分支。", "{count} flows leave “{label}”: they are taken in parallel.",
        "BPMN 中多条无条件去线同时生效。", "In BPMN several flows without condition are all taken.",
        "若只应走一条，请画互斥网关。", "If only one is meant, draw an exclusive gateway.",
    ),
    "split.conditional": (
        "“{label}”的去线带有条件：视为其后的包容网关。",
        "Flows with conditions leave “{label}”: read as an inclusive gateway behind it.",
        "所有条件成立的去线都会生效。", "Every flow whose condition holds is taken.",
        "若只应走一条，请画互斥网关。", "If only one is meant, draw an exclusive gateway.",
    ),
    "default.missing": (
        "“{label}”的默认连线“{ref}”不是它的去线。", "The default flow “{ref}” of “{label}” does not leave it.",
        "没有默认分支，条件都不成立时办件会停下。", "Without a default branch a case stops when no condition holds.",
        "请重新选择默认连线。", "Choose the default flow again.",
    ),
    "default.condition_ignored": (
        "“{label}”的默认连线“{flow}”上的条件被忽略。",
        "The condition on the default flow “{flow}” of “{label}” is ignored.",
        "默认分支在其他条件都不成立时生效。", "The default branch is taken when no other condition holds.",
        "请删去该条件。", "Delete the condition.",
    ),
    "condition.ignored": (
        "“{label}”之后连线“{flow}”上的条件被忽略。", "The condition on flow “{flow}” behind “{label}” is ignored.",
        "并行网关和事件网关之后没有条件。", "There are no conditions behind parallel and event-based gateways.",
        "请删去条件，或改用包容网关。", "Delete it, or use an inclusive gateway.",
    ),
    "condition.script": (
        "连线“{label}”的条件是 {format} 脚本。", "The condition of flow “{label}” is a {format} script.",
        "流程图中不允许程序代码。", "A diagram is never program code.",
        "请改写为 FEEL，例如 金额 > 1000。", "Write it in FEEL, such as amount > 1000.",
    ),
    "gateway.no_condition": (
        "网关“{label}”的分支“{flow}”没有条件，也没有人来选择。",
        "Branch “{flow}” of gateway “{label}” has no condition, and nobody is asked.",
        "无法确定何时走这条分支。", "It cannot be told when it is taken.",
        "请写条件、设为默认分支，或在网关前放一个用户任务并给各分支命名。",
        "Write a condition, make it the default, or put a user task before the gateway and name the branches.",
    ),
    "event_gateway.target": (
        "事件网关“{label}”通向“{target}”，后者不等待任何事件。",
        "Event gateway “{label}” leads to “{target}”, which waits for no event.",
        "事件网关之后只能是定时、消息、信号捕获事件或接收任务。",
        "Only timer, message or signal catch events and receive tasks may follow.",
        "请在中间画一个捕获事件。", "Draw a catch event in between.",
    ),
    "event_gateway.no_target": (
        "事件网关“{label}”没有去线。", "No flow leaves the event gateway “{label}”.",
        "它会永远等待。", "It would wait for ever.",
        "请画出要等待的事件。", "Draw the events to wait for.",
    ),
    "boundary.on_nothing": (
        "边界事件“{label}”没有附着在任何元素上（“{ref}”）。",
        "Boundary event “{label}” is attached to nothing (“{ref}”).",
        "它永远不会触发。", "It could never happen.",
        "请把它拖到一个活动的边上。", "Drag it onto the border of an activity.",
    ),
    "boundary.on_no_activity": (
        "边界事件“{label}”附着在“{ref}”上，而后者不是活动。",
        "Boundary event “{label}” is attached to “{ref}”, which is no activity.",
        "只有任务、子流程和调用活动有边界事件。", "Only tasks, sub-processes and call activities have boundary events.",
        "请把它拖到一个活动的边上。", "Drag it onto the border of an activity.",
    ),
    "lane.no_role": (
        "泳道“{label}”没有名称，也没有角色。", "Lane “{label}” has neither a name nor a role.",
        "泳道中的任务不会因此分给任何岗位。", "It assigns its tasks to nobody.",
        "请给泳道写上岗位角色的名称。", "Name the lane after the role of the posts that work in it.",
    ),
    "data.computed": (
        "“{label}”的数据关联含有计算。", "A data association of “{label}” computes something.",
        "这样的赋值在这里不会执行。", "Such an assignment would not be done here.",
        "请用脚本任务（FEEL 赋值）或输入输出映射代替。",
        "Use a script task with FEEL assignments, or input and output mappings.",
    ),
    "outcomes.unreadable": (
        "“{label}”的 banjian:outcomes 无法读取。", "The banjian:outcomes of “{label}” cannot be read.",
        "应为“值:名称，值:名称”或 JSON 列表，且值不得重复。",
        "It must be `value:name, value:name` or a JSON list, each value once.",
        "请更正该属性。", "Correct the attribute.",
    ),
    "expression.wrong": (
        "“{label}”的 {place}：{problem}", "{place} of “{label}”: {problem}",
        "表达式在发布时检查，以免在办件中出错。",
        "Expressions are checked at publishing so that no case stops for them.",
        "请更正表达式（FEEL 或 ${{}} 的简单形式）。", "Correct the expression (FEEL, or the simple forms of ${{}}).",
    ),
    "listener.not_run": (
        "“{label}”的监听器不会执行：{listeners}。", "The listeners of “{label}” are not run: {listeners}.",
        "监听器是另一个引擎的程序代码。", "A listener is program code of another engine.",
        "若办件依赖它，请画成脚本任务、办件操作或作业。",
        "If cases depend on it, draw it as a script task, a casework operation or a job.",
    ),
}  # fmt: skip
