"""DMN files for tests, written as briefly as they are thought of."""

from xml.sax.saxutils import escape, quoteattr

from engine.decisions import DecisionModel
from engine.reading.dmn import read_decisions

DMN_1_3 = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def dmn(*elements: str, namespace: str = DMN_1_3) -> bytes:
    """A file with these elements."""
    return f'<definitions xmlns="{namespace}" xmlns:camunda="http://camunda.org/schema/1.0/dmn" id="d" name="d">{"".join(elements)}</definitions>'.encode()  # noqa: E501


def text(tag: str, content: str, **attributes: str) -> str:
    shown = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    return f"<{tag}{shown}><text>{escape(content)}</text></{tag}>"


def table(
    inputs: list[str],
    outputs: list[str],
    *rules: tuple[str, ...],
    key: str = "tier",
    policy: str = "UNIQUE",
    aggregation: str = "",
    values: str = "",
    default: str = "",
    extra: str = "",
    language: str = "",
) -> str:
    """A decision of that key whose logic is a table; a rule is its cells from left to right."""
    spoken = {"expressionLanguage": language} if language else {}
    columns = "".join(f"<input>{text('inputExpression', one, **spoken)}</input>" for one in inputs)
    defaults = text("defaultOutputEntry", default) if default else ""
    listed = text("outputValues", values) if values else ""
    columns += "".join(f"<output name={quoteattr(name)}>{listed}{defaults}</output>" for name in outputs)
    rows = ""
    for number, cells in enumerate(rules, 1):
        tests = "".join(text("inputEntry", cell, **spoken) for cell in cells[: len(inputs)])
        results = "".join(text("outputEntry", cell) for cell in cells[len(inputs) :])
        rows += f'<rule id="r{number}">{tests}{results}</rule>'
    collected = f' aggregation="{aggregation}"' if aggregation else ""
    body = f'<decisionTable hitPolicy="{policy}"{collected}>{columns}{rows}</decisionTable>'
    return f'<decision id="{key}" name="{key}">{extra}{body}</decision>'


def literal(key: str, expression: str, *, needs: str = "", type_ref: str = "", **attributes: str) -> str:
    """A decision whose logic is one expression; `needs` are requirement elements."""
    typed = f' typeRef="{type_ref}"' if type_ref else ""
    logic = text("literalExpression", expression, **attributes)
    return f'<decision id="{key}" name="{key}"><variable name="{key}"{typed}/>{needs}{logic}</decision>'


def needs(kind: str, key: str) -> str:
    """A requirement of an input, decision or knowledge model."""
    wrapper = "knowledgeRequirement" if kind == "Knowledge" else "informationRequirement"
    return f'<{wrapper}><required{kind} href="#{key}"/></{wrapper}>'


def model(*elements: str, namespace: str = DMN_1_3) -> DecisionModel:
    return read_decisions(dmn(*elements, namespace=namespace))
