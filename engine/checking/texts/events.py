"""Findings about events, messages and timers: rule -> sentence, reason, remedy, each in Chinese and English."""

EVENTS: dict[str, tuple[str, str, str, str, str, str]] = {
    "event.definition_missing": (
        "“{label}”引用的事件定义“{ref}”不存在。", "The event definition “{ref}” of “{label}” does not exist.",
        "无法确定它等待什么。", "It cannot be told what it waits for.",
        "请在建模工具中重新选择事件定义。", "Choose the event definition again in the modelling tool.",
    ),
    "event.catches_nothing": (
        "中间捕获事件“{label}”没有等待任何事情：直接通过。",
        "Intermediate catch event “{label}” waits for nothing: it is passed at once.",
        "它没有事件定义。", "It has no event definition.",
        "请选择消息、信号或定时器，或改为抛出事件。", "Choose a message, signal or timer, or make it a throw event.",
    ),
    "message.missing": (
        "“{label}”引用的消息“{ref}”不存在。", "The message “{ref}” of “{label}” does not exist.",
        "无法确定等待或发送什么。", "It cannot be told what it waits for or sends.",
        "请在建模工具中重新选择消息。", "Choose the message again in the modelling tool.",
    ),
    "message.no_name": (
        "“{label}”没有消息，也没有名称可用。", "“{label}” has no message, and no label to take its name from.",
        "消息按名称收发。", "Messages are sent and received by name.",
        "请选择一个消息；若要由程序完成作业，请改画服务任务。",
        "Choose a message; if a program is to do a job here, draw a service task.",
    ),
    "message.name_from_label": (
        "“{label}”没有消息：以“{name}”为消息名。", "“{label}” has no message: “{name}” is taken as its name.",
        "消息按名称收发。", "Messages are sent and received by name.",
        "请确认，或选择一个消息。", "Make sure that this is right, or choose a message.",
    ),
    "message.delegate": (
        "“{label}”的程序或作业（{code}）不会执行：改为发送消息“{message}”。",
        "The program or job of “{label}” ({code}) is not run: the message “{message}” is sent.",
        "同时画了消息和作业时，以消息为准；代码从不执行。",
        "Where a message is drawn beside a job, the message counts; code is never run.",
        "若需要别的动作，请改为服务任务。", "If something else is to be done, draw a service task.",
    ),
    "signal.missing": (
        "“{label}”引用的信号“{ref}”不存在。", "The signal “{ref}” of “{label}” does not exist.",
        "无法确定等待或广播什么。", "It cannot be told what it waits for or broadcasts.",
        "请在建模工具中重新选择信号。", "Choose the signal again in the modelling tool.",
    ),
    "signal.no_name": (
        "“{label}”没有信号，也没有名称可用。", "“{label}” has no signal, and no label to take its name from.",
        "信号按名称收发。", "Signals go by name.",
        "请选择一个信号。", "Choose a signal.",
    ),
    "signal.name_from_label": (
        "“{label}”没有信号：以“{name}”为信号名。", "“{label}” has no signal: “{name}” is taken as its name.",
        "信号按名称收发。", "Signals go by name.",
        "请确认，或选择一个信号。", "Make sure that this is right, or choose a signal.",
    ),
    "error.interrupts": (
        "错误边界事件“{label}”画成了非中断：仍会中断所附活动。",
        "Error boundary event “{label}” is drawn as not interrupting: it interrupts its activity all the same.",
        "BPMN 中错误总是结束发生错误的活动。", "In BPMN an error always ends the activity in which it occurs.",
        "请改为中断型。", "Draw it as interrupting.",
    ),
    "error.no_code": (
        "错误结束事件“{label}”没有错误代码：以“{code}”为代码。",
        "Error end event “{label}” has no error code: “{code}” is taken.",
        "边界事件按代码捕获错误。", "Boundary events catch errors by code.",
        "请选择一个带代码的错误。", "Choose an error that has a code.",
    ),
    "event.name_computed": (
        "“{label}”的消息名、信号名或错误代码是表达式：{name}。",
        "The name of the message or signal or the error code of “{label}” is an expression: {name}.",
        "名称是固定的，照字面没有人会收发。", "Names are fixed; as it is written nobody would send or catch it.",
        "请写固定的名称；区分不同办件用 banjian:correlation。",
        "Write a fixed name; tell cases apart by banjian:correlation.",
    ),
    "timer.several": (
        "定时器“{label}”写了不止一个时间：{kinds}。", "Timer “{label}” has more than one time: {kinds}.",
        "无法确定以哪个为准。", "It cannot be told which one counts.",
        "请只留一个。", "Leave only one of them.",
    ),
    "timer.no_definition": (
        "定时器“{label}”没有时间。", "Timer “{label}” has no time.",
        "它永远不会触发。", "It would never fire.",
        "请写时长（如 PT2H、P3D）、banjian:workdays 或 banjian:clock。",
        "Write a duration (PT2H, P3D), banjian:workdays or banjian:clock.",
    ),
    "timer.not_iso": (
        "定时器“{label}”的“{text}”不是 ISO 8601 时间。", "“{text}” of timer “{label}” is no ISO 8601 time.",
        "无法算出触发时刻。", "It cannot be told when it fires.",
        "请写如 PT2H、P3D、2026-12-01T09:00:00、R3/P1D，变量请写成 ${{变量}} 或 =变量。",
        "Write PT2H, P3D, 2026-12-01T09:00:00 or R3/P1D; write a variable as ${{variable}} or =variable.",
    ),
    "timer.cron": (
        "定时器“{label}”的“{text}”是 cron 表达式。", "“{text}” of timer “{label}” is a cron expression.",
        "cron 不是 BPMN 的时间写法。", "Cron is no BPMN notation of time.",
        "请写重复区间，如 R/2026-12-01T08:00:00/P1D。", "Write a repetition such as R/2026-12-01T08:00:00/P1D.",
    ),
    "timer.text_unused": (
        "定时器“{label}”由时钟或工作日决定，所画的“{text}”不使用。",
        "Timer “{label}” follows a clock or working days; the drawn “{text}” is not used.",
        "一个定时器只有一个依据。", "A timer has one source.",
        "无需处理。", "Nothing needs to be done.",
    ),
    "receive.instantiates": (
        "接收任务“{label}”要启动流程。", "Receive task “{label}” is meant to start the process.",
        "这里只有启动事件能启动流程。", "Only start events start a process here.",
        "请在它的位置画消息启动事件。", "Draw a message start event in its place.",
    ),
}  # fmt: skip
