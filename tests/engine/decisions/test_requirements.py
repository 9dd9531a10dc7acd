"""A decision asks what it requires: inputs by name, other decisions once, business knowledge as functions."""

import pytest

from engine.decisions import DecisionUnknown, decide
from engine.expressions import Budget, ExpressionTooExpensive, to_json
from tests.engine.decisions.builders import literal, model, needs, text

INCOME = '<inputData id="i1" name="Monthly Salary"><variable name="Monthly Salary" typeRef="number"/></inputData>'
PMT = (
    '<businessKnowledgeModel id="pmt" name="PMT"><encapsulatedLogic><formalParameter name="p" typeRef="number"/>'
    + text("literalExpression", "p / 12")
    + "</encapsulatedLogic></businessKnowledgeModel>"
)


def test_required_decisions_are_answered_first():
    decisions = model(
        INCOME,
        literal("yearly", "12 * Monthly Salary", needs=needs("Input", "i1")),
        literal("rich", "yearly > 100000", needs=needs("Decision", "yearly")),
    )

    assert decide(decisions, "rich", {"Monthly Salary": 9000}) is True
    assert decisions.variables_of("rich") == {"Monthly Salary"}


def test_an_input_of_the_wrong_type_is_null():
    decisions = model(INCOME, literal("yearly", "Monthly Salary", needs=needs("Input", "i1")))

    assert decide(decisions, "yearly", {"Monthly Salary": "much"}) is None


def test_business_knowledge_is_a_function():
    decisions = model(PMT, literal("rate", "PMT(120) + PMT(p: 12)", needs=needs("Knowledge", "pmt")))

    assert decide(decisions, "rate", {}) == 11


def test_an_invocation_binds_parameters_by_name():
    binding = f'<binding><parameter name="p"/>{text("literalExpression", "24")}</binding>'
    invocation = f"<invocation>{text('literalExpression', 'PMT')}{binding}</invocation>"
    decision = f'<decision id="x" name="x">{needs("Knowledge", "pmt")}{invocation}</decision>'

    assert decide(model(PMT, decision), "x", {}) == 2


def test_a_boxed_context_gives_its_last_entry_without_a_name():
    entries = f'<contextEntry><variable name="a b"/>{text("literalExpression", "2")}</contextEntry>'
    entries += f"<contextEntry>{text('literalExpression', 'a b + 1')}</contextEntry>"
    decision = f'<decision id="x" name="x"><context>{entries}</context></decision>'

    assert decide(model(decision), "x", {}) == 3


@pytest.mark.parametrize(
    ("logic", "result"),
    [
        (f"<list>{text('literalExpression', '1')}{text('literalExpression', '2')}</list>", [1, 2]),
        (
            f'<relation><column name="a"/><row>{text("literalExpression", "1")}</row></relation>',
            [{"a": 1}],
        ),
        (
            f"<conditional><if>{text('literalExpression', '1 > 2')}</if><then>{text('literalExpression', '1')}</then>"
            f"<else>{text('literalExpression', '2')}</else></conditional>",
            2,
        ),
        (
            f'<for iteratorVariable="i"><in>{text("literalExpression", "1..3")}</in>'
            f"<return>{text('literalExpression', 'i * 2')}</return></for>".replace("1..3", "[1, 2, 3]"),
            [2, 4, 6],
        ),
        (
            f"<filter><in>{text('literalExpression', '[1, 5]')}</in><match>{text('literalExpression', 'item > 2')}"
            "</match></filter>",
            [5],
        ),
    ],
)
def test_every_boxed_form_is_read(logic, result):
    assert to_json(decide(model(f'<decision id="x" name="x">{logic}</decision>'), "x", {})) == result


def test_a_service_is_called_like_a_function():
    service = (
        '<decisionService id="s" name="tax"><variable name="tax"/><outputDecision href="#t"/>'
        '<inputData href="#i1"/></decisionService>'
    )
    decisions = model(
        INCOME,
        service,
        literal("t", "Monthly Salary * 0.1", needs=needs("Input", "i1")),
        literal("x", "tax(500) + tax(1000)", needs=needs("Knowledge", "s")),
    )

    assert decide(decisions, "x", {}) == 150


def test_allowed_values_of_a_type_are_enforced():
    kinds = (
        '<itemDefinition name="tKind"><typeRef>string</typeRef>'
        f"{text('allowedValues', chr(34) + '病假' + chr(34) + ', ' + chr(34) + '事假' + chr(34))}</itemDefinition>"
    )
    decisions = model(kinds, literal("x", "given", type_ref="tKind"))

    assert decide(decisions, "x", {"given": "病假"}) == "病假"
    assert decide(decisions, "x", {"given": "年假"}) is None


def test_a_decision_is_found_by_id_or_by_its_name():
    decisions = model('<decision id="d1" name="等级">' + text("literalExpression", "1") + "</decision>")

    assert decide(decisions, "d1", {}) == decide(decisions, "等级", {}) == 1
    with pytest.raises(DecisionUnknown) as refusal:
        decide(decisions, "d2", {})
    assert "d1" in refusal.value.in_language("zh")


def test_a_knowledge_model_that_calls_itself_for_ever_is_stopped():
    forever = (
        '<businessKnowledgeModel id="f" name="f"><encapsulatedLogic><formalParameter name="n"/>'
        + text("literalExpression", "f(n + 1)")
        + "</encapsulatedLogic></businessKnowledgeModel>"
    )
    decisions = model(forever, literal("x", "f(1)", needs=needs("Knowledge", "f")))

    with pytest.raises(ExpressionTooExpensive):
        decide(decisions, "x", {}, Budget())


def test_a_graph_that_branches_and_joins_again_is_asked_once_per_decision():
    layers = [literal("d0", "x")]
    for number in range(1, 60):
        both = needs("Decision", f"d{number - 1}")
        layers.append(literal(f"a{number}", f"d{number - 1}", needs=both))
        layers.append(literal(f"b{number}", f"d{number - 1}", needs=both))
        joined = needs("Decision", f"a{number}") + needs("Decision", f"b{number}")
        layers.append(literal(f"d{number}", f"a{number} + b{number}", needs=joined))
    decisions = model(*layers)

    assert decide(decisions, "d59", {"x": 1}) == 2**59
    assert decisions.variables_of("d59") == {"x"}


def test_a_chain_of_requirements_without_end_is_refused_not_crashed():
    links = [literal("d0", "1")]
    links += [literal(f"d{n}", f"d{n - 1}", needs=needs("Decision", f"d{n - 1}")) for n in range(1, 2_000)]

    with pytest.raises(ExpressionTooExpensive):
        decide(model(*links), "d1999", {})


def test_knowledge_models_may_call_one_another():
    def knowledge(key: str, body: str, other: str) -> str:
        logic = '<encapsulatedLogic><formalParameter name="n"/>' + text("literalExpression", body)
        return (
            f'<businessKnowledgeModel id="{key}" name="{key}">{needs("Knowledge", other)}{logic}</encapsulatedLogic>'
            "</businessKnowledgeModel>"
        )

    decisions = model(
        knowledge("even one", "if n = 0 then true else odd one(n - 1)", "odd one"),
        knowledge("odd one", "if n = 0 then false else even one(n - 1)", "even one"),
        literal("x", "even one(10)", needs=needs("Knowledge", "even one")),
    )

    assert decide(decisions, "x", {}) is True
