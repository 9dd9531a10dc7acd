"""Findings about activities: rule -> sentence, reason, remedy, each in Chinese and English."""

ACTIVITIES: dict[str, tuple[str, str, str, str, str, str]] = {
    "task.abstract": (
        "“{label}”没有任务类型：按用户任务由人办理。",
        "“{label}” has no task type: it is done by a person, as a user task.",
        "只有人能决定这一步要做什么。", "Only a person can know what is to be done here.",
        "请确认，或在建模工具中选择任务类型。",
        "Make sure that this is right, or choose a task type in the modelling tool.",
    ),
    "subprocess.empty": (
        "子流程“{label}”没有内容：按用户任务由人办理。",
        "Sub-process “{label}” has no contents: it is done by a person, as a user task.",
        "折叠的子流程里没有画任何步骤。", "No step is drawn inside the collapsed sub-process.",
        "请确认，或画出它的内容。", "Make sure that this is right, or draw its contents.",
    ),
    "form.fields_unused": (
        "“{label}”里画的表单字段不使用：使用表单“{form}”。",
        "The form fields drawn in “{label}” are not used: form “{form}” is.",
        "一个任务只有一个表单。", "A task has one form.",
        "请删去其中之一。", "Remove one of the two.",
    ),
    "form.missing": (
        "“{label}”的表单“{form}”不在包中：任务将没有表单。",
        "The form “{form}” of “{label}” is not in the bundle: the task has no form.",
        "办理人看不到要填的内容。", "Whoever does the task cannot fill anything in.",
        "请一并上传该表单，或使用 item:<角色> 的事项表单。",
        "Upload the form with the diagram, or use the item's own form (item:<role>).",
    ),
    "service.code": (
        "“{label}”要调用程序代码（{attribute}：{code}）：改为名为“{topic}”的作业。",
        "“{label}” calls program code ({attribute}: {code}): it becomes a job named “{topic}”.",
        "流程图中的代码不会执行；必须有程序来做这个作业，否则办件停在这里。",
        "Code in a diagram is never run; a worker must do the job, or cases wait here.",
        "请提供该作业的程序，或改为办件操作（banjian:operation）。",
        "Provide a worker for the job, or make it a casework operation (banjian:operation).",
    ),
    "service.operation_ref": (
        "“{label}”的接口操作改为名为“{topic}”的作业。",
        "The interface operation of “{label}” becomes a job named “{topic}”.",
        "必须有程序来做这个作业，否则办件停在这里。", "A worker must do the job, or cases wait here.",
        "请提供该作业的程序，或改为办件操作。", "Provide a worker for the job, or make it a casework operation.",
    ),
    "service.no_implementation": (
        "“{label}”没有说明做什么：改为名为“{topic}”的作业。",
        "“{label}” does not say what is done: it becomes a job named “{topic}”.",
        "必须有程序来做这个作业，否则办件停在这里。", "A worker must do the job, or cases wait here.",
        "请写上 banjian:operation 或作业主题，或改为用户任务。",
        "Name a banjian:operation or a topic, or make it a user task.",
    ),
    "service.expression_evaluated": (
        "“{label}”的表达式 {code} 由本系统直接计算。", "The expression {code} of “{label}” is evaluated here.",
        "它不调用任何程序。", "It calls no program.",
        "无需处理。", "Nothing needs to be done.",
    ),
    "script.foreign": (
        "“{label}”是 {format} 脚本，不能运行。", "“{label}” is a {format} script, which is not run.",
        "流程图中不允许程序代码。", "A diagram is never program code.",
        "请改写为 FEEL 赋值，例如 合计 = 单价 * 数量。", "Write it as FEEL assignments, such as total = price * count.",
    ),
    "script.empty": (
        "脚本任务“{label}”没有脚本。", "Script task “{label}” has no script.",
        "这一步什么也不做。", "The step would do nothing.",
        "请写 FEEL 赋值，或删去该任务。", "Write FEEL assignments, or delete the task.",
    ),
    "script.wrong": (
        "脚本任务“{label}”：{problem}", "Script task “{label}”: {problem}",
        "脚本在发布时检查，以免在办件中出错。", "Scripts are checked at publishing so that no case stops for them.",
        "请更正 FEEL 赋值。", "Correct the FEEL assignments.",
    ),
    "script.undeclared": (
        "脚本任务“{label}”没有声明语言，内容也不是 FEEL：{problem}",
        "Script task “{label}” declares no language, and its text is not FEEL: {problem}",
        "流程图中不允许程序代码。", "A diagram is never program code.",
        "请改写为 FEEL 赋值，例如 合计 = 单价 * 数量。", "Write it as FEEL assignments, such as total = price * count.",
    ),
    "script.job": (
        "脚本任务“{label}”由名为“{topic}”的作业完成。", "Script task “{label}” is done by the job “{topic}”.",
        "必须有程序来做这个作业，否则办件停在这里。", "A worker must do the job, or cases wait here.",
        "请提供该作业的程序，或改写为 FEEL 赋值。", "Provide a worker for the job, or write FEEL assignments.",
    ),
    "decision.none": (
        "业务规则任务“{label}”没有指明决策。", "Business rule task “{label}” names no decision.",
        "无法得出结果。", "It could give no result.",
        "请写上包中决策的编号（decisionRef）。", "Name a decision of the bundle (decisionRef).",
    ),
    "decision.computed": (
        "“{label}”的决策由表达式“{decision}”算出。", "The decision of “{label}” is computed by “{decision}”.",
        "发布时必须知道是哪个决策。", "Which decision it is must be known at publishing.",
        "请直接写决策的编号，用网关区分各种情况。", "Write the decision's id, and tell the cases apart by a gateway.",
    ),
    "decision.shape": (
        "“{label}”要把决策结果按“{shape}”使用，但决策“{decision}”有 {count} 个输出列。",
        "“{label}” wants the result as “{shape}”, but the decision “{decision}” has {count} outputs.",
        "每个办件走到这里都会停下。", "Every case would stop here.",
        "一个输出列可用 singleEntry、collectEntries，几个可用 singleResult、resultList；也可以不写。",
        "For one output use singleEntry or collectEntries, for several singleResult or resultList; or leave it out.",
    ),
    "decision.missing": (
        "“{label}”用到的决策“{decision}”不在包中。", "The decision “{decision}” of “{label}” is not in the bundle.",
        "无法得出结果。", "It could give no result.",
        "请一并上传含有它的 .dmn 文件。", "Upload the .dmn file that contains it.",
    ),
    "call.nothing": (
        "调用活动“{label}”没有指明要调用的流程。", "Call activity “{label}” names no process to call.",
        "无法确定要做什么。", "It cannot be told what is to be done.",
        "请写上流程编号（calledElement）。", "Name the process (calledElement).",
    ),
    "call.computed": (
        "调用活动“{label}”要调用的流程由表达式“{called}”算出。",
        "The process that “{label}” calls is computed by “{called}”.",
        "发布时必须知道是哪个流程。", "Which process it is must be known at publishing.",
        "请直接写流程编号，用网关区分各种情况。", "Write the process id, and tell the cases apart by a gateway.",
    ),
    "call.case": (
        "调用活动“{label}”要调用 CMMN 案例。", "Call activity “{label}” calls a CMMN case.",
        "CMMN 不能运行。", "CMMN is not run.",
        "请改为调用流程。", "Call a process instead.",
    ),
    "call.missing": (
        "“{label}”调用的流程“{called}”不在包中。", "The process “{called}” that “{label}” calls is not in the bundle.",
        "办件走到这里就无法继续。", "A case could not go on from here.",
        "请一并上传含有流程“{called}”的文件，或先把它发布。",
        "Upload the file that contains process “{called}” as well, or publish that first.",
    ),
    "call.not_among_files": (
        "“{label}”调用的流程“{called}”不在这些文件里。",
        "The process “{called}” that “{label}” calls is not in these files.",
        "没有可用的数据库，只在这些文件里找过，没有查已发布的流程。",
        "There is no database to ask, so only these files were searched, not the published diagrams.",
        "请一并给出含有流程“{called}”的文件；流程已发布的，在 banjian init 过的安装里检查。",
        "Add the file that contains process “{called}”, or check where it is published, in an installation made by "
        "banjian init.",
    ),
    "call.starts": (
        "“{label}”调用的流程“{called}”有 {count} 个空启动事件。",
        "The process “{called}” that “{label}” calls has {count} plain start events.",
        "被调用的流程必须正好从一个空启动事件开始。", "A called process begins at exactly one plain start event.",
        "请在流程“{called}”里画一个空启动事件。", "Draw exactly one plain start event in process “{called}”.",
    ),
    "call.recursive": (
        "“{label}”使流程互相调用成圈：{circle}。", "“{label}” closes a circle of calls: {circle}.",
        "这样的调用永远不会结束。", "Such calls never end.",
        "请改用循环或多实例。", "Use a loop or a multi-instance instead.",
    ),
    "call.too_deep": (
        "到“{label}”为止，流程互相调用已超过 {limit} 层。",
        "At “{label}” processes call one another more than {limit} levels deep.",
        "没有人能看懂这样的流程。", "Nobody could follow such a process.",
        "请减少层次。", "Use fewer levels.",
    ),
    "activity.quantity": (
        "“{label}”的 {attribute} 不是 1。", "The {attribute} of “{label}” is not 1.",
        "一次办理只消耗和产生一个令牌。", "One run takes and gives exactly one token.",
        "请删去该属性，用并行网关或多实例代替。", "Delete it, and use a parallel gateway or a multi-instance.",
    ),
    "loop.no_collection": (
        "多实例“{label}”既没有集合，也没有实例数。",
        "Multi-instance “{label}” has neither a collection nor a number of instances.",
        "无法确定要办理几次。", "It cannot be told how many instances there are.",
        "请写上集合变量（collection）或 loopCardinality。", "Name the collection or write a loopCardinality.",
    ),
    "mapping.script": (
        "“{label}”的映射“{target}”要由脚本计算。", "The mapping “{target}” of “{label}” is computed by a script.",
        "流程图中不允许程序代码。", "A diagram is never program code.",
        "请改写为 FEEL 或 ${{}} 表达式。", "Write it as a FEEL or ${{}} expression.",
    ),
    "mapping.business_key": (
        "“{label}”传递业务键：被调用流程总是属于同一办件。",
        "“{label}” passes a business key: a called process always belongs to the same case.",
        "业务键无需传递。", "A business key need not be passed.",
        "无需处理。", "Nothing needs to be done.",
    ),
    "mapping.no_target": (
        "“{label}”的映射（{place}）没有目标变量。", "A mapping ({place}) of “{label}” has no target.",
        "值不知写到哪里。", "Its value goes nowhere.",
        "请写上目标变量。", "Name the target variable.",
    ),
}  # fmt: skip
