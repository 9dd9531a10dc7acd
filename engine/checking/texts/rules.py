"""What the checks say: rule -> sentence, reason, remedy, each in Chinese and English."""

CHECKS: dict[str, tuple[str, str, str, str, str, str]] = {
    "circle.endless": (
        "从“{label}”开始的回路中没有任何等待：{elements}。", "Nothing waits in the circle from “{label}”: {elements}.",
        "数据不变，办件进入回路后永远出不来。", "No data change either, so a case that enters it never leaves.",
        "请在回路中加入用户任务、定时器或消息。", "Put a user task, a timer or a message into it.",
    ),
    "circle.automatic": (
        "从“{label}”开始的回路全自动运行：{elements}。", "The circle from “{label}” runs without waiting: {elements}.",
        "只有数据变化能结束它；超过步数上限会成为异常。",
        "Only changed data end it; beyond the cap of steps it becomes an incident.",
        "请确认它会结束，或在回路中加入等待。", "Make sure that it ends, or let it wait for something.",
    ),
    "join.starves": (
        "并行汇合“{label}”等待的分支都来自互斥选择“{split}”。",
        "The branches that the parallel join “{label}” awaits come from one choice, “{split}”.",
        "只会走其中一条，汇合永远等不齐。", "Only one of them is taken, so the join waits for ever.",
        "请用互斥网关汇合，或用并行网关分出。", "Merge them by an exclusive gateway, or split by a parallel one.",
    ),
    "error.uncaught": (
        "没有边界事件捕获“{label}”抛出的错误“{code}”。",
        "No boundary event catches the error “{code}” thrown by “{label}”.",
        "办件会停在这里，成为异常。", "The case would stop here as an incident.",
        "请在外层子流程或调用活动上画错误边界事件，或改为普通结束事件。",
        "Draw an error boundary event at the surrounding sub-process or call, or make it a plain end.",
    ),
    "library.refused": (
        "流程“{process}”无法装入运行引擎：{problem}", "Process “{process}” cannot be loaded for running: {problem}",
        "这是本系统的缺陷，不是图的错误。", "This is a fault of this system, not of the diagram.",
        "请把文件交给系统管理员。", "Give the file to the system administrator.",
    ),
    "operation.unknown": (
        "“{label}”要做的办件操作“{operation}”不存在。",
        "The casework operation “{operation}” of “{label}” does not exist.",
        "办件走到这里就无法继续。", "A case could not go on from here.",
        "请选择现有的办件操作。", "Choose an existing casework operation.",
    ),
    "milestone.unknown": (
        "“{label}”的里程碑“{milestone}”不存在。", "The milestone “{milestone}” of “{label}” does not exist.",
        "办件状态由里程碑得出。", "The status of a case is derived from its milestones.",
        "请选择：{known}。", "Choose one of: {known}.",
    ),
    "limit.unreadable": (
        "“{label}”的环节时限“{limit}”无法读取。", "The limit “{limit}” of “{label}” cannot be read.",
        "无法计算这一步的到期时间。", "It cannot be told when the step is due.",
        "请写如 2wd（工作日）、3d（自然日）、4h（小时）。", "Write 2wd (working days), 3d (days) or 4h (hours).",
    ),
    "start.from_outside": (
        "启动事件“{label}”不会自己启动办件：登记时或由程序接口指明 start_event={start}，办件才从这里开始。",
        "Start event “{label}” begins no case by itself: a registration or a program names it (start_event={start}).",
        "每个办件都要有事项和申请人，所以总由人或程序打开。",
        "A case needs an item and an applicant, so a person or a program always opens it.",
        "请让程序在触发时通过接口打开办件，或改用空启动事件。",
        "Let a program open the case over the API when it happens, or draw a plain start event.",
    ),
    "name.too_long": (
        "“{label}”的 {attribute} 有 {length} 个字符，最多 {limit} 个。",
        "The {attribute} of “{label}” has {length} characters; {limit} are allowed.",
        "任务、定时、消息和作业按它登记。", "Tasks, timers, messages and jobs are kept by it.",
        "请改短。", "Make it shorter.",
    ),
    "path.too_long": (
        "“{label}”中层层嵌套的子流程和调用活动，编号连起来有 {length} 个字符，最多 {limit} 个。",
        "The ids of sub-processes and calls inside one another in “{label}” have {length} characters together; "
        "{limit} are allowed.",
        "里面的任务按这些编号登记。", "The tasks inside are kept by these ids.",
        "请减少层次，或把编号改短。", "Use fewer levels or shorter ids.",
    ),
    "task.separate_from": (
        "“{label}”不得由“{other}”的办理人办理，但没有这个任务。",
        "“{label}” must not be done by whoever did “{other}”, but there is no such task.",
        "无法保证两步由不同的人办理。", "It could not be ensured that two people do the two steps.",
        "请写上另一个任务的编号。", "Name the id of another task.",
    ),
    "task.nobody": (
        "没有人办理“{label}”：没有角色、候选人或办理人。",
        "Nobody is to do “{label}”: it has no role, people or assignee.",
        "任务会转给兜底负责人并记为异常。", "The task goes to the fallback owner, with an incident.",
        "请把它放进泳道，或写上候选岗位（candidateGroups 或 banjian:role）。",
        "Put it into a lane, or name candidate groups or a banjian:role.",
    ),
    "outcomes.leads_nowhere": (
        "“{label}”的按钮“{outcome}”不通向任何分支。", "The button “{outcome}” of “{label}” leads to no branch.",
        "按下它，办件就会停下并成为异常。", "Pressing it stops the case as an incident.",
        "请为它画一个分支或默认分支，或从 banjian:outcomes 中删去。",
        "Draw a branch for it or a default branch, or take it out of banjian:outcomes.",
    ),
    "outcomes.not_offered": (
        "没有按钮通向分支“{label}”。", "No button leads to the branch “{label}”.",
        "办理人选不到它，这条分支永远不会走。", "Nobody can choose it, so it is never taken.",
        "请在 banjian:outcomes 中加上它的值，或删去该分支。",
        "Add its value to banjian:outcomes, or delete the branch.",
    ),
    "variable.contested": (
        "“{label}”之后同时进行的分支都会写变量“{variable}”：{elements}。",
        "Branches that run at the same time after “{label}” write the variable “{variable}”: {elements}.",
        "后写的会盖掉先写的。", "The later one would stand.",
        "请用不同的变量名，或汇合后再写。", "Use different names, or write it after the branches have met.",
    ),
    "loop.results_lost": (
        "多实例“{label}”中写的变量 {names} 在它之后用到，但到不了那里。",
        "Variables that the instances of “{label}” write are used after it, but do not get there: {names}.",
        "各实例写的内容留在各自之中，以免互相覆盖；只有输出集合会带出来。",
        "What an instance writes stays with it, so that none overwrites another; only the output collection comes out.",
        "请写上输出集合（banjian:outputCollection），在后面用它。",
        "Name an output collection (banjian:outputCollection) and use that.",
    ),
    "loop.results_unused": (
        "多实例“{label}”没有输出集合：各实例写的 {names} 只留在历史记录里。",
        "Multi-instance “{label}” has no output collection: what its instances write ({names}) stays in the history.",
        "各实例写的内容留在各自之中，以免互相覆盖；只有输出集合会带出来。",
        "What an instance writes stays with it, so that none overwrites another; only the output collection comes out.",
        "若后面要用，请写上输出集合（banjian:outputCollection）。",
        "If it is needed later, name an output collection (banjian:outputCollection).",
    ),
    "name.unknown": (
        "“{label}”用到的变量“{name}”没有任何一步写入。", "No step writes the variable “{name}” that “{label}” uses.",
        "若办件中也没有它，条件就得不到预期的结果。",
        "If a case does not have it either, the result is not what is meant.",
        "请检查拼写，或在表单、脚本或映射中写入它。", "Check the spelling, or let a form, script or mapping write it.",
    ),
}  # fmt: skip
