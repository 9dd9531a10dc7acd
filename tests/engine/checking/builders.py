"""What one rule says about a small diagram."""

from engine.checking import Finding, check
from tests.engine.reading.builders import read


def found(
    body: str, rule: str, roots: str = "", files: dict[str, bytes] | None = None, **options: object
) -> list[Finding]:
    """The findings of that rule about one process with this body."""
    definition = read(body, roots, files, **({"key": "p"} if "<process" in roots else {})).definition
    assert definition is not None
    return [finding for finding in check(definition, **options) if finding.rule == rule]
