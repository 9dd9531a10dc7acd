"""DMN files (1.1 to 1.5) into a `DecisionModel`: decisions, what they require, business knowledge, services, types."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from engine.checking.finding import Finding
from engine.decisions.errors import DecisionRefused
from engine.decisions.model import CallableDecisions, Decision, DecisionModel, InputData, Knowledge, Requirements
from engine.decisions.types import ItemType, Types
from engine.expressions.expression import from_tree
from engine.expressions.feel.tree import TypeName
from engine.reading.dmn_logic import BOXED, function_node, read_logic
from engine.reading.dmn_sheet import (
    NOTHING,
    Sheet,
    child,
    kids,
    line_of,
    local,
    name_of,
    normal_name,
    text_of,
    type_of,
)
from engine.reading.names import Element, is_true
from engine.reading.xml import NotReadable, parse_xml

_NAMESPACE = re.compile(r"https?://www\.omg\.org/spec/DMN/(\d{8})(?:/|$)")
_DMN_1_2 = "20180521"


def is_dmn(root: Element) -> bool:
    """Whether the document is a DMN file of any version."""
    return local(root) == "definitions" and _NAMESPACE.match(etree.QName(root).namespace or "") is not None


def read_decisions(data: bytes, *, source: str = "", problems: list[DecisionRefused] | None = None) -> DecisionModel:
    """The decisions of a file.

    Raises `DecisionRefused` for the first thing that cannot be used, with element and line: not XML, not DMN, broken
    FEEL, a script language, a missing or circular requirement. Given a list in `problems`, collects them all there
    instead; what was refused then gives null.
    """
    try:
        root = parse_xml(data)
    except NotReadable as problem:
        finding = Finding("error", problem.rule, None, problem.line, {"file": source or "DMN", **problem.params})
        reasons = {
            f"reason_{language}": finding.in_language(language).sentence.rstrip("。.") for language in ("zh", "en")
        }
        raise DecisionRefused("decision.not_readable", line=problem.line, file=source, **reasons) from None
    return read_tree(root, source=source, problems=problems)


def read_tree(root: Element, *, source: str = "", problems: list[DecisionRefused] | None = None) -> DecisionModel:
    """As `read_decisions`, for a document that is parsed already."""
    if not is_dmn(root):
        raise DecisionRefused(
            "decision.not_readable", reason_zh="不是 DMN 文件", reason_en="it is not a DMN file", line=1, file=source
        )
    version = _NAMESPACE.match(etree.QName(root).namespace or "")
    sheet = Sheet(
        source=source,
        names=_names(root),
        language=root.get("expressionLanguage") or "",
        old=version is not None and version[1] < _DMN_1_2,
        problems=problems,
    )
    sheet.types = Types({name_of(one): _item_type(sheet, one) for one in kids(root, "itemDefinition")})
    decisions = {_key(one): _decision(sheet, one) for one in kids(root, "decision")}
    model = DecisionModel(
        decisions=decisions,
        inputs={_key(one): _input_data(sheet, one) for one in kids(root, "inputData")},
        knowledge={_key(one): _knowledge(sheet, one) for one in kids(root, "businessKnowledgeModel")},
        services={_key(one): _service(sheet, one) for one in kids(root, "decisionService")},
    )
    return _checked(sheet, root, model)


def _names(root: Element) -> frozenset[str]:
    """Every name the file gives to anything: what its expressions may spell with spaces and symbols."""
    namespace = etree.QName(root).namespace
    named = (one for one in root.iter() if isinstance(one.tag, str) and etree.QName(one).namespace == namespace)
    return frozenset(normal_name(str(one.get("name"))) for one in named if one.get("name"))


def _key(element: Element) -> str:
    return element.get("id") or name_of(element)


def _variable(element: Element) -> Element:
    variable = child(element, "variable")
    return element if variable is None else variable


def _input_data(sheet: Sheet, element: Element) -> InputData:
    return InputData(_key(element), name_of(element), type_of(_variable(element).get("typeRef")), sheet.types)


def _decision(sheet: Sheet, element: Element) -> Decision:
    logic = child(element, *BOXED)
    return Decision(
        key=_key(element),
        name=name_of(element),
        logic=NOTHING if logic is None else read_logic(sheet, logic),
        variable=name_of(_variable(element)) if _variable(element).get("name") else name_of(element),
        type=type_of(_variable(element).get("typeRef")) or type_of(None if logic is None else logic.get("typeRef")),
        requires=_requirements(element),
        types=sheet.types,
        source=sheet.source,
        line=line_of(element),
    )


def _knowledge(sheet: Sheet, element: Element) -> Knowledge:
    logic = child(element, "encapsulatedLogic", *BOXED)
    result = type_of(_variable(element).get("typeRef"))
    # Some files give the variable the type of the function instead of the type of its result.
    if result is not None and sheet.types.items.get(result.name, ItemType("")).base == TypeName("function"):
        result = None
    function = NOTHING if logic is None else from_tree(function_node(sheet, logic, result), name_of(element))
    return Knowledge(_key(element), name_of(element), function, _requirements(element))


def _service(sheet: Sheet, element: Element) -> CallableDecisions:
    return CallableDecisions(
        key=_key(element),
        name=name_of(element),
        inputs=_references(kids(element, "inputData")),
        input_decisions=_references(kids(element, "inputDecision")),
        outputs=_references(kids(element, "outputDecision")),
        type=type_of(_variable(element).get("typeRef")),
        types=sheet.types,
    )


def _requirements(element: Element) -> Requirements:
    wanted: dict[str, list[Element]] = {"requiredInput": [], "requiredDecision": [], "requiredKnowledge": []}
    for requirement in kids(element, "informationRequirement", "knowledgeRequirement"):
        for reference in kids(requirement, *wanted):
            wanted[local(reference)].append(reference)
    return Requirements(
        inputs=_references(wanted["requiredInput"]),
        decisions=_references(wanted["requiredDecision"]),
        knowledge=_references(wanted["requiredKnowledge"]),
    )


def _references(elements: Iterable[Element]) -> tuple[str, ...]:
    return tuple((one.get("href") or "").rpartition("#")[2] for one in elements)


def _item_type(sheet: Sheet, element: Element) -> ItemType:
    allowed, constraint = child(element, "allowedValues"), child(element, "typeConstraint")
    base = child(element, "typeRef")
    function = child(element, "functionItem")
    return ItemType(
        name=name_of(element),
        base=TypeName("function") if function is not None else type_of(None if base is None else base.text),
        components=tuple(_item_type(sheet, one) for one in kids(element, "itemComponent")),
        is_collection=is_true(element, "isCollection"),
        allowed=None if allowed is None else sheet.unary_tests(allowed, text_of(allowed)),
        constraint=None if constraint is None else sheet.unary_tests(constraint, text_of(constraint)),
    )


def _checked(sheet: Sheet, root: Element, model: DecisionModel) -> DecisionModel:
    """The model, when each id is one thing, every requirement leads somewhere and none back to where it came from."""
    seen: set[str] = set()
    for element in kids(root, "decision", "inputData", "businessKnowledgeModel", "decisionService"):
        if _key(element) in seen:
            sheet.refuse(element, f"编号“{_key(element)}”出现两次", f"the id “{_key(element)}” is used twice")
        seen.add(_key(element))
    known = {*model.inputs, *model.decisions, *model.knowledge, *model.services}
    for element in kids(root, "decision", "businessKnowledgeModel"):
        for requirement in kids(element, "informationRequirement", "knowledgeRequirement"):
            for key in _references(kids(requirement, "requiredInput", "requiredDecision", "requiredKnowledge")):
                if key not in known:
                    sheet.refuse(requirement, f"所需的“{key}”不在文件中", f"the required “{key}” is not in the file")
                    return _without(model, known)
    for element in kids(root, "decision", "businessKnowledgeModel"):
        if _leads_back(model, _key(element)):
            sheet.refuse(element, "它（间接）需要自己的结果", "it requires its own result")
            return DecisionModel()
    return model


def _without(model: DecisionModel, known: set[str]) -> DecisionModel:
    """The model with the decisions alone that lack nothing."""
    lacking = {
        key
        for key, decision in model.decisions.items()
        if not {*decision.requires.inputs, *decision.requires.decisions, *decision.requires.knowledge} <= known
    }
    decisions = {key: one for key, one in model.decisions.items() if key not in lacking}
    return DecisionModel(decisions, model.inputs, model.knowledge, model.services)


def _leads_back(model: DecisionModel, key: str) -> bool:
    """Whether the requirements of a decision lead back to it; a knowledge model may call itself."""
    seen: set[str] = set()
    pending = [key]
    while pending:
        element = model.decisions.get(pending.pop())
        for required in element.requires.decisions if element is not None else ():
            if required == key:
                return True
            if required not in seen:
                seen.add(required)
                pending.append(required)
    return False
