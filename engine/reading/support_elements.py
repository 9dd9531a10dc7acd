"""Rows of the support table: element, position, verdict, Chinese, English, test. Abstract types have no row."""

RUNS, REWRITTEN, REFUSED = "runs", "rewritten", "refused"

_DRAWN = "features/test_drawn_elements.py::"
_TASK = _DRAWN + "test_every_activity_that_runs_is_worked_as_drawn"
_CHOICE = _DRAWN + "test_an_exclusive_gateway_goes_by_the_flows_in_the_file_however_the_picture_lies"
_FORK = _DRAWN + "test_a_fork_and_its_join_run_as_drawn"
_START = _DRAWN + "test_a_case_begins_at_any_start_event_that_runs"
_CATCH = _DRAWN + "test_a_catch_event_waits_for_what_is_drawn_and_goes_on"
_THROW = _DRAWN + "test_a_throw_or_end_event_causes_what_is_drawn"
_BOUNDARY = _DRAWN + "test_a_boundary_event_fires_on_every_kind_of_activity"
_ERROR = _DRAWN + "test_an_error_end_is_caught_by_the_boundary_drawn_around_it"
_TERMINATE = _DRAWN + "test_a_terminate_end_ends_all_that_its_scope_holds"
_LOOP = _DRAWN + "test_a_multi_instance_runs_once_per_item_as_drawn"
_TIME = "features/test_events.py::test_a_timer_understands_iso_8601_and_expressions"
_REFUSE = "engine/reading/test_refusals.py::test_what_does_not_run_is_refused_by_name"
_NOTE = "engine/reading/test_data.py::test_drawn_data_and_notes_are_told_and_change_nothing"
_PROCESS = "engine/reading/test_processes.py::test_a_process_is_read_whole"
_LANE = "engine/reading/test_lanes.py::test_the_innermost_lane_gives_the_role"
_FLOW = "engine/reading/test_flows.py::test_flows_keep_the_order_of_the_file"
_PEOPLE = "engine/reading/test_people.py::test_people_named_by_bpmn_resources_are_read"
_CHOREOGRAPHY = "engine/reading/test_refusals.py::test_a_choreography_is_refused_by_name"

_NODES = (
    ("process", "", RUNS, "一个流程；合作图中由编号选定要运行的流程", "a process; the key says which one of several runs", _PROCESS),
    ("userTask", "", RUNS, "在收件箱中由人办理", "waits in the inbox until a person completes it", _TASK),
    ("manualTask", "", RUNS, "同用户任务：由人确认完成", "like a user task: a person says it is done", _TASK),
    ("task", "", REWRITTEN, "抽象任务按用户任务办理，并提示", "an abstract task becomes a user task, with a warning",
     "engine/reading/test_tasks.py::test_an_abstract_task_becomes_a_user_task_with_a_warning"),
    ("serviceTask", "", RUNS, "办件操作、外部作业；外来程序代码改为同名作业并提示",
     "a casework operation or a job; foreign program code becomes a job of its name, with a warning", _TASK),
    ("sendTask", "", RUNS, "发送消息或交给作业", "sends a message or is a job", _TASK),
    ("receiveTask", "", RUNS, "等待消息", "waits for a message", _TASK),
    ("scriptTask", "", RUNS, "FEEL 赋值；其他脚本语言拒绝", "FEEL assignments; any other language is refused", _TASK),
    ("businessRuleTask", "", RUNS, "计算决策表，或交给作业", "evaluates a decision, or is a job", _TASK),
    ("callActivity", "", RUNS, "调用同一包中的流程", "calls a process of the bundle", _TASK),
    ("subProcess", "", RUNS, "嵌入子流程，正好一个启动事件", "an embedded sub-process with exactly one start", _TASK),
    ("subProcess", "without contents", REWRITTEN, "空的折叠子流程按用户任务办理，并提示",
     "a collapsed one without contents becomes a user task, with a warning",
     "engine/reading/test_tasks.py::test_a_collapsed_sub_process_without_contents_becomes_a_user_task"),
    ("eventSubProcess", "", REFUSED, "事件子流程尚不支持", "event sub-processes are not run", _REFUSE),
    ("adHocSubProcess", "", REFUSED, "即席子流程尚不支持", "ad-hoc sub-processes are not run", _REFUSE),
    ("transaction", "", REFUSED, "事务子流程尚不支持", "transactions are not run", _REFUSE),
    ("isForCompensation", "", REFUSED, "补偿活动尚不支持", "compensation activities are not run", _REFUSE),
    ("globalTask", "", REFUSED, "全局任务尚不支持", "global tasks are not run", _REFUSE),
    ("globalUserTask", "", REFUSED, "全局用户任务尚不支持", "global user tasks are not run", _REFUSE),
    ("globalManualTask", "", REFUSED, "全局手工任务尚不支持", "global manual tasks are not run", _REFUSE),
    ("globalScriptTask", "", REFUSED, "全局脚本任务尚不支持", "global script tasks are not run", _REFUSE),
    ("globalBusinessRuleTask", "", REFUSED, "全局业务规则任务尚不支持", "global business rule tasks are not run", _REFUSE),
    ("exclusiveGateway", "", RUNS, "按文件中连线顺序取第一个成立的分支", "takes the first branch that holds, in file order", _CHOICE),
    ("parallelGateway", "", RUNS, "全部分支并行；汇合等待每条来线", "all branches; a join waits for every incoming flow", _FORK),
    ("inclusiveGateway", "", RUNS, "所有成立的分支；汇合等待仍可到达的来线", "all branches that hold; a join waits for what can still come", _FORK),
    ("eventBasedGateway", "", RUNS, "先到的事件决定分支", "the event that comes first decides",
     _DRAWN + "test_behind_an_event_based_gateway_the_first_event_decides"),
    ("eventBasedGateway", "instantiating", REFUSED, "启动型事件网关尚不支持", "one that starts a process is not run", _REFUSE),
    ("eventBasedGateway", "parallel", REFUSED, "并行事件网关尚不支持", "parallel event gateways are not run", _REFUSE),
    ("complexGateway", "", REFUSED, "复杂网关尚不支持", "complex gateways are not run", _REFUSE),
    ("activationCondition", "", REFUSED, "只属于复杂网关", "belongs to complex gateways only", _REFUSE),
    ("startEvent", "", RUNS, "见事件各行", "see the rows of the events", _START),
    ("endEvent", "", RUNS, "见事件各行", "see the rows of the events", _THROW),
    ("intermediateCatchEvent", "", RUNS, "见事件各行", "see the rows of the events", _CATCH),
    ("intermediateThrowEvent", "", RUNS, "见事件各行", "see the rows of the events", _THROW),
    ("boundaryEvent", "", RUNS, "见事件各行", "see the rows of the events", _BOUNDARY),
    ("event", "", REFUSED, "没有位置的事件", "an event without a position", _REFUSE),
    ("implicitThrowEvent", "", REFUSED, "隐式抛出事件只属于复杂的多实例", "belongs to complex loops only", _REFUSE),
    ("sequenceFlow", "", RUNS, "顺序以文件为准；没有编号的会得到固定编号", "ordered as in the file; one without an id gets a stable one", _FLOW),
    ("conditionExpression", "", RUNS, "FEEL 或 ${} 表达式，发布时解析", "FEEL or ${}, parsed at publishing", _CHOICE),
    ("incoming", "", REWRITTEN, "忽略：以连线的起止为准", "ignored: the ends of the flows count", _FLOW),
    ("outgoing", "", REWRITTEN, "忽略：以连线的起止为准", "ignored: the ends of the flows count", _FLOW),
)  # fmt: skip

_PARTS = (
    ("multiInstanceLoopCharacteristics", "", RUNS, "并行或顺序多实例", "parallel or sequential multi-instance", _LOOP),
    ("loopCardinality", "", RUNS, "实例数", "how many instances", _BOUNDARY),
    ("loopDataInputRef", "", RUNS, "集合变量", "the collection", _LOOP),
    ("loopDataOutputRef", "", RUNS, "结果集合变量", "the list of results", _LOOP),
    ("inputDataItem", "", RUNS, "每个实例的变量", "the variable of each instance", _LOOP),
    ("outputDataItem", "", RUNS, "每个实例的结果", "what each instance gives", _LOOP),
    ("completionCondition", "", RUNS, "提前结束条件", "ends the remaining instances early", _LOOP),
    ("standardLoopCharacteristics", "", REFUSED, "标准循环尚不支持", "standard loops are not run", _REFUSE),
    ("loopCondition", "", REFUSED, "只属于标准循环", "belongs to standard loops only", _REFUSE),
    ("complexBehaviorDefinition", "", REFUSED, "多实例的复杂事件行为尚不支持", "complex behaviour of instances is not run", _REFUSE),
    ("condition", "", REFUSED, "只属于条件事件和复杂行为", "belongs to conditional events and complex behaviour only", _REFUSE),
    ("script", "", RUNS, "FEEL 赋值", "FEEL assignments", _TASK),
    ("timeDate", "", RUNS, "ISO 8601 时刻或表达式", "an ISO 8601 instant or an expression", _TIME),
    ("timeDuration", "", RUNS, "ISO 8601 时长或表达式", "an ISO 8601 duration or an expression", _TIME),
    ("timeCycle", "", RUNS, "ISO 8601 重复区间；cron 拒绝", "an ISO 8601 repetition; cron is refused", _TIME),
    *((name, "", RUNS, "见事件各行", "see the rows of the events", _CATCH) for name in (
        "timerEventDefinition", "messageEventDefinition", "signalEventDefinition")),
    ("errorEventDefinition", "", RUNS, "见事件各行", "see the rows of the events", _ERROR),
    ("terminateEventDefinition", "", RUNS, "见事件各行", "see the rows of the events", _TERMINATE),
    ("eventDefinitionRef", "", RUNS, "文件自己的事件定义", "a definition from the list of the file",
     "engine/reading/test_events.py::test_a_definition_from_the_list_of_the_file_counts"),
    *((name, "", REFUSED, "见事件各行", "see the rows of the events", _REFUSE) for name in (
        "escalationEventDefinition", "conditionalEventDefinition", "compensateEventDefinition",
        "cancelEventDefinition", "linkEventDefinition")),
    ("message", "", RUNS, "消息名", "the name of a message", _THROW),
    ("signal", "", RUNS, "信号名", "the name of a signal", _THROW),
    ("error", "", RUNS, "错误代码", "the code of an error", _ERROR),
    ("errorRef", "", REWRITTEN, "接口声明的错误只作说明", "errors that an interface declares are documentation", _NOTE),
    ("escalation", "", REFUSED, "升级尚不支持", "escalations are not run", _REFUSE),
    ("source", "", REFUSED, "只属于链接事件", "belongs to link events only", _REFUSE),
    ("target", "", REFUSED, "只属于链接事件", "belongs to link events only", _REFUSE),
    ("laneSet", "", RUNS, "泳道", "lanes", _LANE),
    ("childLaneSet", "", RUNS, "内层泳道优先", "the innermost lane counts", _LANE),
    ("lane", "", RUNS, "泳道的角色办理其中的任务", "the posts of its role do its tasks", _LANE),
    ("flowNodeRef", "", RUNS, "泳道中的节点", "what lies in the lane", _LANE),
    ("partitionElement", "", REWRITTEN, "只作说明", "documentation only", _NOTE),
    ("performer", "", RUNS, "办理人", "the assignee", _PEOPLE),
    ("humanPerformer", "", RUNS, "办理人", "the assignee", _PEOPLE),
    ("potentialOwner", "", RUNS, "候选人或候选岗位", "candidate people and roles", _PEOPLE),
    ("resourceAssignmentExpression", "", RUNS, "办理人表达式", "who, as an expression", _PEOPLE),
    ("formalExpression", "", RUNS, "表达式", "an expression", _FLOW),
    ("expression", "", RUNS, "表达式", "an expression", _FLOW),
    ("documentation", "", RUNS, "保留为说明", "kept as documentation", _PROCESS),
    ("extensionElements", "", RUNS, "已知的厂商扩展读入，其余提示", "known vendor extensions are read, others told", _PROCESS),
    ("participant", "", RUNS, "泳池名即流程名；没有流程的是黑盒", "names its process; without one it is a black box",
     "engine/reading/test_processes.py::test_a_pool_without_a_process_is_told_as_a_black_box"),
    ("collaboration", "", RUNS, "按流程分别读入", "each of its processes is read", _PROCESS),
    ("inMessageRef", "", RUNS, "接口操作的消息", "the message of an operation", _TASK),
    ("operation", "", REWRITTEN, "服务任务的接口操作成为同名作业", "the operation of a service task becomes a job of its name", _TASK),
    ("operationRef", "", REWRITTEN, "同上", "as above", _TASK),
    ("messageFlow", "", REWRITTEN, "只作说明：消息按名称收发", "documentation: messages go by name", _NOTE),
)  # fmt: skip

_DOCUMENTATION = (
    "artifact", "association", "auditing", "callConversation", "category", "categoryValue", "categoryValueRef",
    "conversation", "conversationAssociation", "conversationLink", "conversationNode", "correlationKey",
    "correlationProperty", "correlationPropertyBinding", "correlationPropertyRef",
    "correlationPropertyRetrievalExpression", "correlationSubscription", "dataPath", "dataState", "endPoint",
    "endPointRef", "extension", "globalConversation", "group", "innerParticipantRef", "interface", "interfaceRef",
    "ioBinding", "itemDefinition", "messageFlowAssociation", "messageFlowRef", "messagePath", "monitoring",
    "outMessageRef", "outerParticipantRef", "participantAssociation", "participantMultiplicity", "participantRef",
    "partnerEntity", "partnerRole", "property", "relationship", "rendering", "resource", "resourceParameter",
    "resourceParameterBinding", "resourceRef", "resourceRole", "subConversation", "supportedInterfaceRef", "supports",
    "text", "textAnnotation",
)  # fmt: skip
_DATA = (
    "dataAssociation", "dataInput", "dataInputAssociation", "dataInputRefs", "dataObject", "dataObjectReference",
    "dataOutput", "dataOutputAssociation", "dataOutputRefs", "dataStore", "dataStoreReference", "inputSet",
    "inputSetRefs", "ioSpecification", "optionalInputRefs", "optionalOutputRefs", "outputSet", "outputSetRefs",
    "sourceRef", "targetRef", "whileExecutingInputRefs", "whileExecutingOutputRefs",
)  # fmt: skip
_COMPUTED = ("assignment", "from", "to", "transformation")
_CHOREOGRAPHIES = (
    "callChoreography", "choreography", "choreographyActivity", "choreographyRef", "choreographyTask",
    "globalChoreographyTask", "subChoreography",
)  # fmt: skip

ELEMENTS: tuple[tuple[str, str, str, str, str, str], ...] = (
    *_NODES,
    *_PARTS,
    *((name, "", REWRITTEN, "只作说明，不影响运行", "documentation only: it changes nothing", _NOTE) for name in _DOCUMENTATION),
    *(
        (name, "", REWRITTEN, "数据都在办件文档中，按名称存取", "all data live in the case document, by name", _NOTE)
        for name in _DATA
    ),
    *(
        (name, "", REFUSED, "带计算的数据关联尚不支持", "data associations that compute are not run",
         "engine/reading/test_data.py::test_a_data_association_that_computes_is_refused")
        for name in _COMPUTED
    ),
    *((name, "", REFUSED, "编排图不能运行", "choreographies are not run", _CHOREOGRAPHY) for name in _CHOREOGRAPHIES),
)  # fmt: skip

ABSTRACT = frozenset(
    {
        "activity", "baseElement", "baseElementWithMixedContent", "callableElement", "catchEvent", "eventDefinition",
        "flowElement", "flowNode", "gateway", "loopCharacteristics", "rootElement", "throwEvent",
    }
)  # fmt: skip
"""Names of the schema that never stand in a file: other elements take their place."""

REMEDIES: dict[str, tuple[str, str]] = {
    "": (
        "请改用 docs/bpmn-support.md 中“运行”一栏的元素。",
        "Draw it with elements that docs/bpmn-support.md lists as running.",
    ),
    "eventSubProcess": (
        "请把它的内容画成边界事件之后的路径。",
        "Draw its contents as a path behind a boundary event of the surrounding activity.",
    ),
    "adHocSubProcess": (
        "请用带“完成”出口的循环，或用多个可选的用户任务代替。",
        "Draw a loop with a “done” outcome, or several optional user tasks.",
    ),
    "transaction": ("请画成普通子流程并用错误边界事件处理失败。", "Draw a plain sub-process with an error boundary event."),
    "complexGateway": ("请改用包容网关或多实例的完成条件。", "Use an inclusive gateway or a completion condition."),
    "standardLoopCharacteristics": (
        "请用互斥网关画出回路，或改为顺序多实例。",
        "Draw the loop with an exclusive gateway, or use a sequential multi-instance.",
    ),
    "linkEventDefinition": ("请直接用连线连接两处。", "Connect the two places by a sequence flow."),
    "escalationEventDefinition": ("请改用错误或消息事件。", "Use an error or a message event."),
    "conditionalEventDefinition": ("请改用消息事件或定时器加网关。", "Use a message event, or a timer and a gateway."),
    "compensateEventDefinition": ("请把撤销步骤画成普通路径。", "Draw the steps that undo the work as an ordinary path."),
    "isForCompensation": ("请把撤销步骤画成普通路径。", "Draw the steps that undo the work as an ordinary path."),
    "cancelEventDefinition": ("请改用错误结束事件和错误边界事件。", "Use an error end event and an error boundary event."),
    "multiple": ("请为每个触发条件各画一个事件。", "Draw one event for each trigger."),
    "parallelMultiple": ("请用并行网关后的多个事件代替。", "Draw several events behind a parallel gateway."),
}
