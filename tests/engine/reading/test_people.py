"""People: BPMN's own resources, as Flowable and Activiti write them, are assignee, people and roles."""

import pytest

from tests.engine.reading.builders import line, node_of, read


def resource(kind: str, text: str) -> str:
    expression = (
        f"<resourceAssignmentExpression><formalExpression>{text}</formalExpression></resourceAssignmentExpression>"
    )
    return line(f'<userTask id="x"><{kind}>{expression}</{kind}></userTask>')


@pytest.mark.parametrize(
    ("text", "roles", "users"),
    [
        ("management", ("management",), []),
        ("user(kermit), group(management)", ("management",), ["kermit"]),
        ("group(a), group(b)", ("a", "b"), []),
    ],
)
def test_people_named_by_bpmn_resources_are_read(text, roles, users):
    assignment = node_of(read(resource("potentialOwner", text))).assignment

    assert assignment.roles == roles
    assert [user.evaluate({}) for user in assignment.users] == users


@pytest.mark.parametrize("kind", ["humanPerformer", "performer"])
def test_a_performer_is_the_assignee(kind):
    assert node_of(read(resource(kind, "${initiator}"))).assignment.assignee.names == {"initiator"}
