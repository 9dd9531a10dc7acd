"""What is to be said about the decision tables of a bundle."""

from tests.engine.checking.builders import found
from tests.engine.decisions.builders import dmn, literal, table
from tests.engine.reading.builders import line, read

RULE_TASK = line('<businessRuleTask id="x" camunda:decisionRef="tier"/>')


def test_values_listed_for_an_input_are_told_not_to_be_checked():
    listed = table(["n"], ["r"], ("> 1", '"a"')).replace("</inputExpression>", "</inputExpression><inputValues/>")
    listed = listed.replace("<inputValues/>", "<inputValues><text>1, 2</text></inputValues>")

    (finding,) = found(RULE_TASK, "decision.inputs_unchecked", files={"t.dmn": dmn(listed)}, known_variables=["n"])

    assert (finding.level, finding.element, finding.params["columns"]) == ("note", "tier", ["n"])


def test_a_result_that_is_not_among_the_values_of_its_output_is_a_warning():
    rules = ("> 1", '"a"'), ("> 2", '"c"'), ("> 3", "n"), ("> 4", '"d"'), ("> 5", "")
    tables = {"t.dmn": dmn(table(["n"], ["r"], *rules, policy="FIRST", values='"a", "b"'))}

    (finding,) = found(RULE_TASK, "decision.output_unlisted", files=tables)

    assert (finding.level, finding.params["rules"], finding.params["file"]) == ("warning", [2, 4], "t.dmn")


def test_a_decision_that_two_files_have_is_an_error():
    files = {"a.dmn": dmn(literal("tier", "1")), "b.dmn": dmn(literal("tier", "2"))}

    (finding,) = [one for one in read(RULE_TASK, files=files).findings if one.rule == "decision.twice"]

    assert (finding.level, finding.params["file"], finding.params["other"]) == ("error", "b.dmn", "a.dmn")
