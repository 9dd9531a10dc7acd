"""Chapter “Activities”, tasks: what a person, a job, a script, a decision or a message does."""

from __future__ import annotations

import re
from dataclasses import replace

from engine.expressions import Assignment, Expression, ExpressionSyntax, assignments, parse
from engine.model import Kind, Node
from engine.reading import support
from engine.reading.dialects import Implementation
from engine.reading.events import read_message
from engine.reading.names import bpmn_name, child, child_text, is_true, reference
from engine.reading.people import drawn_form, is_bound, read_staffing
from engine.reading.place import Place
from engine.reading.values import expression, is_wrapped, mappings, text_or_expression

_NAME_IN_EXPRESSION = re.compile(r"^[$#]\{\s*([A-Za-z_][\w.-]*)\s*\}$")


def human_task(place: Place) -> Node:
    """A user or manual task; an abstract `task` is taken for one, with a warning."""
    sheet, element, extras, own = place.sheet, place.element, place.extras, place.own
    kind = Kind.MANUAL if place.tag == "manualTask" else Kind.USER
    if place.tag == "task":
        sheet.report("warning", "task.abstract", element)
    return replace(
        with_mappings(place, place.node(kind)),
        assignment=read_staffing(sheet, element, extras, own, place.lane),
        form_key=form_key(place),
        due=text_or_expression(sheet, element, extras.due, place="dueDate"),
        follow_up=text_or_expression(sheet, element, extras.follow_up, place="followUpDate"),
        priority=expression(sheet, element, extras.priority, place="priority"),
        limit=step_limit(place),
        document=own.get("document"),
        separate_from=own.get("separateFrom"),
    )


def step_limit(place: Place) -> Expression | str | None:
    """A text such as `2wd`, or an expression (`=…`) for what depends on the item."""
    text = place.own.get("limit")
    if text is None or not text.strip().startswith("="):
        return text
    return expression(place.sheet, place.element, text, place="limit")


def form_key(place: Place) -> str | None:
    """The named form, else the fields drawn inside the element as a form with the element's id as its key."""
    fields = place.extras.form_fields
    for name in dict.fromkeys(rule for field in fields for rule, text in field.bounds if not is_bound(rule, text)):
        place.sheet.report("note", "vendor.no_effect", place.element, name=f"constraint {name}", count=1)
    if fields and place.extras.form_key is None:
        key = str(place.element.get("id"))
        place.forms[key] = drawn_form(place.element, fields)
        return key
    if fields:
        place.sheet.report("warning", "form.fields_unused", place.element, form=place.extras.form_key)
    drawn = place.extras.form_key or ""
    return place.sheet.form_keys.get(drawn, drawn) or None


def service_task(place: Place) -> Node:
    """A casework operation, else a job; program code of a foreign engine becomes a job named after it."""
    sheet, element, extras = place.sheet, place.element, place.extras
    node = _as_job(place, place.node(Kind.SERVICE))
    operation = place.own.get("operation")
    _tell_what_is_not_done(place, operation)
    if operation is not None:
        return replace(node, operation=operation)
    if extras.topic is not None:
        _refuse_computed(place, extras.topic)
        return replace(node, topic=extras.topic)
    code = extras.implementation
    if code is not None and code.kind == "expression":
        return _expression_task(place, node, code)
    if code is not None:
        topic = job_name(code) or str(element.get("id"))
        sheet.report("warning", "service.code", element, attribute=code.kind, code=code.text[:120], topic=topic)
        return replace(node, topic=topic)
    operation_ref = sheet.find(element.get("operationRef"), "operation")
    if operation_ref is not None and operation_ref.get("name"):
        sheet.report("warning", "service.operation_ref", element, topic=operation_ref.get("name"))
        return replace(node, topic=operation_ref.get("name"))
    topic = str(element.get("id"))
    sheet.report("warning", "service.no_implementation", element, topic=topic)
    return replace(node, topic=topic)


def _tell_what_is_not_done(place: Place, first: str | None) -> None:
    """A step does one thing; whatever else is drawn for it is told."""
    code = place.extras.implementation
    drawn = (first, place.extras.topic, code.text if code is not None else None, *place.extras.further)
    kept, *others = dict.fromkeys(text for text in drawn if text) or ("",)
    if others:
        place.sheet.report("warning", "service.several", place.element, kept=kept[:80], others=[o[:80] for o in others])


def _refuse_computed(place: Place, topic: str) -> None:
    if is_wrapped(topic) or "${" in topic or "#{" in topic:
        place.sheet.report("error", "service.topic_computed", place.element, topic=topic[:80])


def job_name(code: Implementation) -> str | None:
    """The simple name of a class, the bean of `${bean}`, or the name of a connector or task type."""
    if code.kind == "class":
        return code.text.rpartition(".")[2] or None
    if code.kind == "delegateExpression":
        found = _NAME_IN_EXPRESSION.match(code.text)
        return found[1] if found else None
    return code.text if code.kind in ("connector", "type") and code.text else None


def _expression_task(place: Place, node: Node, code: Implementation) -> Node:
    """An expression that calls no program is evaluated here; any other becomes a job named by the element."""
    variable = place.extras.result_variable
    try:
        value = parse(code.text, language="auto") if code.text.startswith(("${", "#{")) else None
    except ExpressionSyntax:
        value = None
    if value is not None:
        place.sheet.report("note", "service.expression_evaluated", place.element, code=code.text[:120])
        script = (Assignment(variable, value),) if variable else ()
        return replace(node, kind=Kind.SCRIPT, script=script)
    topic = str(place.element.get("id"))
    place.sheet.report(
        "warning", "service.code", place.element, attribute="expression", code=code.text[:120], topic=topic
    )
    return replace(node, topic=topic)


def with_mappings(place: Place, node: Node) -> Node:
    """The node with the input and output parameters that are drawn at it."""
    return replace(
        node,
        inputs=mappings(place.sheet, place.element, place.extras.inputs, place="inputParameter"),
        outputs=mappings(place.sheet, place.element, place.extras.outputs, place="outputParameter"),
    )


def _as_job(place: Place, node: Node) -> Node:
    node, extras = with_mappings(place, node), place.extras
    if extras.retry_times is not None and "operation" not in place.own:
        drawn = {"text": extras.retry_times[:120], "retries": extras.retries}
        if extras.retries is None:
            place.sheet.report("warning", "service.retry_times_unread", place.element, **drawn)
        else:
            place.sheet.report("note", "service.retry_times", place.element, **drawn)
    return replace(node, retries=extras.retries, result_variable=extras.result_variable)


def script_task(place: Place) -> Node:
    """FEEL assignments; any other script language is refused by name."""
    sheet, element, extras = place.sheet, place.element, place.extras
    node = with_mappings(place, place.node(Kind.SCRIPT))
    if extras.script is not None:
        value = expression(sheet, element, extras.script, place="zeebe:script")
        variable = extras.result_variable or ""
        return replace(node, script=(Assignment(variable, value),) if value is not None and variable else ())
    if extras.topic is not None:
        sheet.report("warning", "script.job", element, topic=extras.topic)
        _refuse_computed(place, extras.topic)
        return replace(node, kind=Kind.SERVICE, topic=extras.topic)
    text = child_text(element, "script")
    script_format = (element.get("scriptFormat") or element.get("scriptLanguage") or "").strip().lower()
    if script_format and "feel" not in script_format:
        sheet.report("error", "script.foreign", element, format=script_format)
        return node
    if not text:
        sheet.report("error", "script.empty", element)
        return node
    return replace(node, script=_assignments(place, text, declared=bool(script_format)))


def _assignments(place: Place, text: str, *, declared: bool) -> tuple[Assignment, ...]:
    variable = place.extras.result_variable
    try:
        return (Assignment(variable, parse(text, language="feel")),) if variable else tuple(assignments(text))
    except ExpressionSyntax as problem:
        rule = "script.wrong" if declared else "script.undeclared"
        texts = {"problem_zh": problem.in_language("zh"), "problem_en": problem.in_language("en")}
        place.sheet.report("error", rule, place.element, **texts)
        return ()


def rule_task(place: Place) -> Node:
    """A decision table of the bundle, else a job."""
    sheet, element, extras = place.sheet, place.element, place.extras
    node = _as_job(place, replace(place.node(Kind.RULE), map_result=extras.map_result))
    if extras.decision is not None:
        _tell_what_is_not_done(place, extras.decision)
        if extras.decision.startswith(("${", "#{", "=")):
            sheet.report("error", "decision.computed", element, decision=extras.decision)
        return replace(node, decision=extras.decision)
    if extras.topic is not None or extras.implementation is not None:
        return service_task(place)
    sheet.report("error", "decision.none", element)
    return node


def send_task(place: Place) -> Node:
    """A job when one is named, else a message."""
    sheet, element, extras = place.sheet, place.element, place.extras
    if not element.get("messageRef"):
        if extras.topic or extras.implementation or place.own.get("operation"):
            return replace(service_task(place), kind=Kind.SERVICE)
        operation = sheet.find(element.get("operationRef"), "operation")
        message = child_text(operation, "inMessageRef") if operation is not None else ""
        if message:
            element.set("messageRef", message)
    event = read_message(sheet, element, element, extras, throwing=True)
    return replace(with_mappings(place, place.node(Kind.SEND)), event=event, retries=extras.retries)


def receive_task(place: Place) -> Node:
    """Waits for a message; one that starts a process is refused."""
    sheet, element, extras = place.sheet, place.element, place.extras
    if is_true(element, "instantiate"):
        sheet.report("error", "receive.instantiates", element)
    operation = sheet.find(element.get("operationRef"), "operation")
    if not element.get("messageRef") and operation is not None and child(operation, "inMessageRef") is not None:
        element.set("messageRef", child_text(operation, "inMessageRef"))
    event = read_message(sheet, element, element, extras, throwing=False)
    return replace(with_mappings(place, place.node(Kind.RECEIVE)), event=event)


def call_activity(place: Place) -> Node:
    """Calls a process of the bundle by its id; which one must be drawn, not computed."""
    sheet, element, extras = place.sheet, place.element, place.extras
    called = extras.called or element.get("calledElement") or ""
    if any(str(name).endswith("}caseRef") for name in element.attrib):
        sheet.report("error", "call.case", element)
    elif not called:
        sheet.report("error", "call.nothing", element)
    elif called.startswith(("${", "#{", "=")):
        sheet.report("error", "call.computed", element, called=called)
    target = sheet.find(called)
    if target is not None and bpmn_name(target).startswith("global"):
        support.refuse(sheet, element, bpmn_name(target))
        called = ""
    if target is None or target.get("id") != called:
        called = called if target is None else reference(called)
    return replace(
        place.node(Kind.CALL),
        called=called or None,
        in_mappings=mappings(sheet, element, extras.ins, place="in"),
        out_mappings=mappings(sheet, element, extras.outs, place="out"),
        inputs=mappings(sheet, element, () if extras.ins == extras.inputs else extras.inputs, place="inputParameter"),
        outputs=mappings(
            sheet, element, () if extras.outs == extras.outputs else extras.outputs, place="outputParameter"
        ),
    )


def refuse_quantities(place: Place) -> None:
    """More than one token in or out per run is refused."""
    for attribute in ("startQuantity", "completionQuantity"):
        if place.element.get(attribute) not in (None, "", "1"):
            place.sheet.report("error", "activity.quantity", place.element, attribute=attribute)
