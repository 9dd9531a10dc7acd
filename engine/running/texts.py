"""What running says when it refuses or parks a token: code -> (Chinese, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "running.start_unknown": (
        "流程没有编号为“{start}”的开始事件。请从 {starts} 中选择。",
        "The definition has no start event “{start}”. Choose one of {starts}.",
    ),
    "running.case_has_ended": (
        "该办件的流程已经结束，不能再推进。",
        "The flow of this case has ended; nothing can move it any further.",
    ),
    "running.already_started": (
        "该办件的流程已经开始，不能再次启动。",
        "The flow of this case has already been started.",
    ),
    "running.not_started": (
        "该办件的流程尚未启动，请先启动。",
        "The flow of this case has not been started yet.",
    ),
    "running.task_not_open": (
        "任务“{element}”（{path} 第 {run} 次）当前未打开：可能已经办结、被撤回或正等待处理故障。请刷新页面。",
        "Task “{element}” ({path}, run {run}) is not open: it was completed, withdrawn or waits for a repair. "
        "Reload the page.",
    ),
    "running.outcome_unknown": (
        "任务“{element}”没有处理结果“{outcome}”。可选：{options}。",
        "Task “{element}” has no outcome “{outcome}”. Choose one of: {options}.",
    ),
    "running.not_waiting": (
        "环节“{element}”（{path} 第 {run} 次）当前不在等待消息或信号。",
        "Element “{element}” ({path}, run {run}) does not wait for a message or signal.",
    ),
    "running.service_not_requested": (
        "环节“{element}”（{path} 第 {run} 次）没有待完成的系统任务。",
        "Element “{element}” ({path}, run {run}) has no open machine work.",
    ),
    "running.no_incident": (
        "环节“{element}”（{path} 第 {run} 次）没有等待处理的故障。",
        "No incident is open at element “{element}” ({path}, run {run}).",
    ),
    "running.snapshot_newer": (
        "流程状态由更新的程序版本（{version}）写入，本程序只认识到版本 {known}。请升级程序。",
        "The state was written by a newer program (version {version}); this one knows versions up to {known}. Upgrade.",
    ),
    "running.snapshot_mismatch": (
        "流程状态中的环节“{element}”不在该办件所用的流程版本中。请核对流程版本，或由管理员迁移。",
        "The state names element “{element}”, which this definition lacks. Check the version, or migrate the case.",
    ),
    "running.unsafe": (
        "流程图要求执行程序文本（{hook}），已拒绝。",
        "The diagram asked for program text to be run ({hook}); refused.",
    ),
    "running.no_branch": (
        "网关“{element}”没有一个分支的条件成立，也没有默认分支。请更正数据后重试，或在流程图中设置默认分支。",
        "No branch of “{element}” is true and it has no default. Correct the data and retry, or draw a default branch.",
    ),
    "running.error_uncaught": (
        "错误“{error}”没有任何边界事件捕获。请在流程图中补上错误边界事件，或更正后重试。",
        "Nothing catches error “{error}”. Draw an error boundary event, or repair the cause and retry.",
    ),
    "running.service_failed": (
        "系统任务“{element}”未能完成：{message}（{error}）。请消除原因后重试。",
        "Machine work “{element}” failed: {message} ({error}). Remove the cause and retry.",
    ),
    "running.automatic_steps": (
        "一次推进中自动环节超过 {limit} 个，可能是没有出口的循环。已停在“{element}”。",
        "More than {limit} automatic elements ran in one step, probably an endless loop. Stopped at “{element}”.",
    ),
    "running.correlation_too_long": (
        "“{element}”的消息键有 {length} 个字符（最多 {limit} 个）：{value}…。请改用编号一类的短值后重试。",
        "The message key of “{element}” has {length} characters (at most {limit}): {value}…. "
        "Use a short value such as a number, then retry.",
    ),
    "running.not_a_list": (
        "多实例环节“{element}”的集合应为列表，实际为 {value}。",
        "The collection of “{element}” must be a list; it is {value}.",
    ),
    "running.not_a_limit": (
        "“{element}”的环节时限 {value} 无法读取。应为 2wd（工作日）、3d（自然日）、4h 或 30m（办公时间）这样的文字。",
        "The limit of “{element}” cannot be read: {value}. "
        "It must be a text such as 2wd (working days), 3d (days), 4h or 30m (office hours).",
    ),
    "running.not_a_count": (
        "“{element}”需要 0 到 {limit} 之间的整数，实际为 {value}。",
        "“{element}” needs a whole number from 0 to {limit}; it got {value}.",
    ),
    "running.instant_too_far": (
        "定时“{element}”的时间 {value} 离现在超过二百年，多半是笔误。请更正数据后重试。",
        "Timer “{element}”: {value} is more than two hundred years from now, most likely a slip of the pen. "
        "Correct the data and retry.",
    ),
    "running.not_an_instant": (
        "定时“{element}”的值 {value} 不是 ISO-8601 的时间、时长或循环（如 PT1H、R3/P1D、2026-01-01T09:00+08:00）。",
        "Timer “{element}”: {value} is no ISO-8601 instant, duration or cycle (such as PT1H, R3/P1D, "
        "2026-01-01T09:00:00+08:00).",
    ),
    "running.cycle_stands_still": (
        "循环定时“{element}”的间隔 {value} 不大于零，会在同一时刻无限次触发。请改写间隔后重试。",
        "The interval {value} of cycle “{element}” is not above zero: it would fire for ever at one instant. "
        "Correct it and retry.",
    ),
    "running.no_calendar": (
        "定时“{element}”按工作日计算，但没有可用的工作日历。",
        "Timer “{element}” counts working days, but no working calendar is available.",
    ),
    "running.too_deep": (
        "流程调用层数超过 {limit} 层，已停在“{element}”。请检查是否循环调用。",
        "Processes call one another more than {limit} levels deep; stopped at “{element}”. Look for a cycle of calls.",
    ),
    "running.called_missing": (
        "“{element}”调用的流程“{called}”不在流程包中。",
        "The process “{called}” that “{element}” calls is not in the bundle.",
    ),
    "running.decision_missing": (
        "业务规则环节“{element}”没有指定决策。",
        "Rule task “{element}” names no decision.",
    ),
    "running.stuck": (
        "流程停在汇聚网关“{element}”：没有任何任务、定时或消息能使其继续。请管理员处理，并检查流程图。",
        "The flow is stuck at join “{element}”: no task, timer or message can move it on. Check the diagram.",
    ),
}
