"""Rows of the support table for what is no element of its own: attributes, shapes, decision tables, other tools.

Element, position, verdict, Chinese, English, test.
"""

_REWRITE = "engine/reading/test_rewriting.py::"
_BROKEN = _REWRITE + "test_a_broken_shape_is_an_error_at_its_element"
_PROCESS = "engine/reading/test_processes.py::"
_TASK = "engine/reading/test_tasks.py::"
_FLOW = "features/test_flows.py::"
_HIT = "engine/decisions/test_hit_policies.py::"
_UNREAD = "engine/reading/test_unread.py::"

SHAPES: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("sequenceFlow", "several into an activity", "runs", "每个令牌各走一次", "each token runs the activity once",
     _FLOW + "test_a_task_with_two_flows_into_it_is_done_once_per_token"),
    ("sequenceFlow", "several out of an activity or event", "rewritten", "写成并行网关", "becomes a parallel gateway",
     _FLOW + "test_several_flows_out_of_a_task_are_all_taken"),
    ("sequenceFlow", "with a condition, out of an activity", "rewritten", "写成包容网关", "becomes an inclusive gateway",
     _FLOW + "test_of_conditioned_flows_out_of_a_task_those_that_hold_are_taken"),
    ("sequenceFlow", "default", "runs", "没有别的分支成立时走它；它自己的条件不看，并提示",
     "taken when no other holds; a condition of its own is ignored, with a warning",
     _FLOW + "test_the_default_flow_of_a_task_is_taken_when_nothing_else_holds"),
    ("sequenceFlow", "without an id", "rewritten", "得到固定编号", "gets a stable id",
     "engine/reading/test_flows.py::test_a_flow_without_an_id_gets_a_stable_one"),
    ("sequenceFlow", "without a condition, out of an exclusive or inclusive gateway", "rewritten",
     "网关前是人：成为按钮；否则点名拒绝", "an outcome button where a person stands before the gateway, else refused",
     "engine/reading/test_outcomes.py::test_named_branches_without_condition_are_buttons"),
    ("sequenceFlow", "to nothing or into another scope", "refused", "连线没有起点或终点，或穿过子流程边界",
     "an end is missing or lies in another scope", _BROKEN),
    ("flow node", "with an id used twice", "refused", "编号重复", "the id is not unique", _BROKEN),
    ("flow node", "that nothing leads to", "rewritten", "不会运行：点名后略去", "never runs: named and left out",
     _REWRITE + "test_what_no_start_leads_to_is_left_out_and_named"),
    ("flow node", "without a way out", "rewritten", "加上结束事件", "gets an end event",
     _FLOW + "test_a_task_without_a_way_out_ends_its_token_and_the_case"),
    ("startEvent", "missing", "rewritten", "只有一个起点时从它开始，并提示；否则拒绝",
     "the only beginning is taken, with a warning; of several none, which is refused",
     _REWRITE + "test_without_a_start_the_only_beginning_is_taken_with_a_warning"),
    ("boundaryEvent", "attached to nothing", "refused", "边界事件没有附着的活动", "there is no activity for it", _BROKEN),
    ("startQuantity, completionQuantity", "above 1", "refused", "一次消耗或产生多个令牌尚不支持",
     "several tokens at once are not run", "engine/reading/test_refusals.py::test_more_than_one_token_per_run_is_refused"),
    ("process", "isExecutable = false", "rewritten", "照画运行，并提示", "runs as drawn, with a warning",
     _PROCESS + "test_a_drawing_runs_with_a_warning"),
    ("process", "several that could run", "refused", "须由编号选定", "the key has to say which",
     _PROCESS + "test_of_several_the_caller_has_to_choose"),
    ("process", "with an id used twice", "refused", "流程编号重复", "the id is not unique",
     _PROCESS + "test_two_processes_with_one_id_are_refused"),
    ("callActivity", "of a process that is missing or calls it back", "refused", "被调用流程缺失或成环",
     "there is no such process, or it would never end", _TASK + "test_a_missing_called_process_is_named"),
    ("receiveTask", "instantiating", "refused", "启动型接收任务尚不支持", "one that starts a process is not run",
     _TASK + "test_a_task_that_a_message_instantiates_is_refused"),
    ("scriptTask", "in another language than FEEL", "refused", "流程图中不允许程序代码", "a diagram is never program code",
     _TASK + "test_a_script_in_another_language_is_refused"),
    ("decision table", "every hit policy", "runs", "按命中策略取结果；COLLECT 可汇总",
     "by its hit policy; COLLECT may aggregate", _HIT + "test_each_other_policy_chooses_and_orders_in_its_own_way"),
    ("input and output parameters", "", "runs", "凡可有参数的元素上都起作用", "work at every element that can have them",
     "features/test_drawn_mappings.py::test_outputs_are_mapped_wherever_they_are_drawn"),
    ("message, signal, error", "with a computed name or code", "refused", "名称是固定的；区分办件用消息键",
     "names are fixed; cases are told apart by a correlation",
     "engine/reading/test_events.py::test_a_name_that_another_engine_would_compute_is_refused"),
    ("timerEventDefinition", "with two times", "refused", "无法确定以哪个为准", "it cannot be told which one counts",
     "engine/reading/test_events.py::test_a_timer_with_two_times_is_refused"),
    ("time, number or list", "written out and impossible", "refused", "每个办件都会停在这里", "every case would stop there",
     "engine/checking/test_constants.py::test_what_is_written_out_and_can_never_work_is_an_error"),
    ("inputValues", "of a decision table", "rewritten", "不作检查，并说明", "not enforced, with a note",
     "engine/checking/test_tables.py::test_values_listed_for_an_input_are_told_not_to_be_checked"),
    ("listener", "", "rewritten", "程序代码：点名后不执行", "program code: named and not run",
     _TASK + "test_listeners_are_told_not_to_run"),
    ("attribute or extension", "of another tool", "rewritten", "没有含义的点名后略去",
     "what means nothing here is named and left out", _UNREAD + "test_what_another_tool_wrote_without_effect_is_told"),
    ("attribute banjian:…", "unknown, or at an element that does not read it", "rewritten", "提示后略去",
     "left out, with a warning", _UNREAD + "test_an_attribute_of_ours_at_an_element_that_does_not_read_it_is_told"),
    ("element", "in another namespace than that of BPMN 2.0", "refused", "看来是流程的一部分却不会读入",
     "it looks like a part of the process, but would not be read",
     _UNREAD + "test_an_element_of_bpmn_in_another_namespace_is_refused"),
    ("element", "where BPMN has no place for it", "refused", "放错位置的元素不会起作用",
     "it would not be met where it stands", _UNREAD + "test_behaviour_in_an_element_that_cannot_have_it_is_refused"),
)  # fmt: skip
