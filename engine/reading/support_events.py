"""Rows of the support table for events: definition, position, verdict, Chinese, English, test."""

_DRAWN = "features/test_drawn_elements.py::"
_START = _DRAWN + "test_a_case_begins_at_any_start_event_that_runs"
_CATCH = _DRAWN + "test_a_catch_event_waits_for_what_is_drawn_and_goes_on"
_CAUSE = _DRAWN + "test_a_throw_or_end_event_causes_what_is_drawn"
_BOUNDARY = _DRAWN + "test_a_boundary_event_fires_on_every_kind_of_activity"
_ERROR = _DRAWN + "test_an_error_end_is_caught_by_the_boundary_drawn_around_it"
_TERMINATE = _DRAWN + "test_a_terminate_end_ends_all_that_its_scope_holds"
_REFUSE = "engine/reading/test_events.py::test_an_event_that_does_not_run_is_refused_by_name"

EVENTS: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("none", "start", "runs", "办件由此开始", "a case begins here", _START),
    ("none", "throw", "runs", "直接通过（可标记里程碑）", "passes at once (may carry a milestone)", _CAUSE),
    ("none", "end", "runs", "该路径到此结束", "ends its path", _CAUSE),
    (
        "none", "catch", "rewritten", "没有等待内容的捕获事件，直接通过并提示", "waits for nothing: passes, with a warning",
        "engine/reading/test_events.py::test_a_catch_event_that_waits_for_nothing_passes_with_a_warning",
    ),
    ("none", "boundary", "refused", "边界事件没有事件定义", "a boundary event without a definition", _REFUSE),
    ("timerEventDefinition", "start", "runs", "独立的入口，由登记或程序打开，并提示", "a door of its own, opened by a registration or a program, with a warning", _START),
    ("timerEventDefinition", "catch", "runs", "等到指定时间", "waits until the time", _CATCH),
    ("timerEventDefinition", "boundary", "runs", "到时中断或附带触发，可重复", "fires at the time, also repeatedly", _BOUNDARY),
    ("timerEventDefinition", "throw", "refused", "定时器不能作为抛出事件", "a timer cannot be thrown", _REFUSE),
    ("timerEventDefinition", "end", "refused", "定时器不能作为结束事件", "a timer cannot end a path", _REFUSE),
    ("messageEventDefinition", "start", "runs", "独立的入口，由登记或程序打开，并说明", "a door of its own, opened by a registration or a program, with a note", _START),
    ("messageEventDefinition", "catch", "runs", "等待消息", "waits for the message", _CATCH),
    ("messageEventDefinition", "boundary", "runs", "收到消息时中断或附带触发", "fires when the message comes", _BOUNDARY),
    ("messageEventDefinition", "throw", "runs", "发送消息，只带映射的字段", "sends the message with the mapped fields", _CAUSE),
    ("messageEventDefinition", "end", "runs", "发送消息并结束该路径", "sends the message and ends its path", _CAUSE),
    ("signalEventDefinition", "start", "runs", "独立的入口，由登记或程序打开，并说明", "a door of its own, opened by a registration or a program, with a note", _START),
    ("signalEventDefinition", "catch", "runs", "等待信号", "waits for the signal", _CATCH),
    ("signalEventDefinition", "boundary", "runs", "收到信号时中断或附带触发", "fires when the signal comes", _BOUNDARY),
    ("signalEventDefinition", "throw", "runs", "广播信号", "broadcasts the signal", _CAUSE),
    ("signalEventDefinition", "end", "runs", "广播信号并结束该路径", "broadcasts the signal and ends its path", _CAUSE),
    ("errorEventDefinition", "end", "runs", "抛出错误，由外层边界事件处理", "throws the error to the enclosing scopes", _ERROR),
    ("errorEventDefinition", "boundary", "runs", "捕获所附活动中的错误", "catches errors of its activity", _ERROR),
    ("errorEventDefinition", "start", "refused", "错误启动事件只属于事件子流程", "an error starts only event sub-processes", _REFUSE),
    ("errorEventDefinition", "catch", "refused", "错误不能作为中间捕获事件", "an error has no intermediate catch event", _REFUSE),
    ("errorEventDefinition", "throw", "refused", "错误只能作为结束事件抛出", "an error is thrown by an end event only", _REFUSE),
    ("terminateEventDefinition", "end", "runs", "立即结束所在流程或子流程的一切", "ends everything in its scope", _TERMINATE),
    ("terminateEventDefinition", "start", "refused", "终止只能作为结束事件", "terminate is an end event only", _REFUSE),
    ("terminateEventDefinition", "catch", "refused", "终止只能作为结束事件", "terminate is an end event only", _REFUSE),
    ("terminateEventDefinition", "throw", "refused", "终止只能作为结束事件", "terminate is an end event only", _REFUSE),
    ("terminateEventDefinition", "boundary", "refused", "终止只能作为结束事件", "terminate is an end event only", _REFUSE),
    *(
        (f"{name}EventDefinition", position, "refused", f"{zh}事件（{at}）尚不支持", f"{en} {position} events are not run", _REFUSE)
        for name, zh, en in (
            ("escalation", "升级", "escalation"),
            ("conditional", "条件", "conditional"),
            ("compensate", "补偿", "compensation"),
            ("cancel", "取消", "cancel"),
            ("link", "链接", "link"),
        )
        for position, at in (
            ("start", "启动"), ("catch", "中间捕获"), ("throw", "中间抛出"), ("end", "结束"), ("boundary", "边界"),
        )
    ),
    *(
        (name, position, "refused", f"{zh}（{at}）尚不支持", f"{en} {position} events are not run", _REFUSE)
        for name, zh, en in (
            ("multiple", "多重事件", "multiple"),
            ("parallelMultiple", "并行多重事件", "parallel multiple"),
        )
        for position, at in (
            ("start", "启动"), ("catch", "中间捕获"), ("throw", "中间抛出"), ("end", "结束"), ("boundary", "边界"),
        )
    ),
    *(
        (f"{name}EventDefinition", "start of a sub-process", "refused",
         "嵌入子流程只能有一个空启动事件", "an embedded sub-process begins at a plain start event", _REFUSE)
        for name in ("timer", "message", "signal")
    ),
)  # fmt: skip
