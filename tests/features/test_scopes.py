"""Sub-processes and called processes: what they see, what they keep, what they give back."""

from engine.contract import Key
from engine.model import Kind, Trigger
from tests.engine.running.builders import (
    Walk,
    a_definition,
    a_diagram,
    a_process,
    boundary,
    each,
    end,
    feel,
    gate,
    mapping,
    node,
    start,
    sub,
    user,
)


def test_the_key_of_a_task_in_a_sub_process_names_the_run_of_the_sub_process():
    inner = sub("S", [start("is"), user("I"), end("ie")], "is I ie")
    walk = Walk(a_diagram([start(), gate("m"), inner, user("A"), gate("x"), end()],
                          "s m S A x e?default\nx m?again=1"))
    walk.start()
    first = walk.key("I")
    walk.complete("I")
    walk.complete("A", again=1)

    assert (first, walk.key("I")) == (Key("S#1", "I", 1), Key("S#2", "I", 1))


def test_what_is_new_in_a_sub_process_belongs_to_the_case():
    walk = Walk(a_diagram([start(), sub("S", [start("is"), user("I"), end("ie")], "is I ie"), user("A"), end()],
                          "s S A e"))
    walk.start()

    walk.complete("I", note="x")

    assert walk.document == {"": {"note": "x"}}


def test_a_sub_process_ends_when_its_last_token_ends():
    inner = sub("S", [start("is"), gate("f", "+"), user("I"), user("J"), end("ie"), end("je")], "is f I ie\nf J je")
    walk = Walk(a_diagram([start(), inner, user("A"), end()], "s S A e"))
    walk.start()

    walk.complete("I")
    before = walk.tasks
    walk.complete("J")

    assert (before, walk.tasks) == (["J"], ["A"])


def test_a_terminate_end_ends_only_its_own_scope():
    inner = sub("S", [start("is"), gate("f", "+"), user("I"), user("J"), end("ie", Trigger.TERMINATE), end("je")],
                "is f I ie\nf J je")
    walk = Walk(a_diagram([start(), inner, user("A"), end()], "s S A e"))
    walk.start()

    step = walk.complete("I")

    assert ([key.element for key in step.cancelled], walk.tasks) == (["J"], ["A"])


def test_a_case_is_completed_and_not_terminated_by_a_terminate_end_inside_its_last_step():
    inner = sub("S", [start("is"), user("I"), end("ie", Trigger.TERMINATE)], "is I ie")
    walk = Walk(a_diagram([start(), inner, end()], "s S e"))
    walk.start()

    step = walk.complete("I")

    assert (step.ended.kind, step.ended.element) == ("completed", "e")


def test_a_terminate_end_of_the_process_ends_the_case():
    walk = Walk(a_diagram([start(), gate("f", "+"), user("A"), user("B"), end("e", Trigger.TERMINATE), end("e2")],
                          "s f A e\nf B e2"))
    walk.start()

    step = walk.complete("A")

    assert (step.ended.kind, step.ended.element, [key.element for key in step.cancelled]) == ("terminated", "e", ["B"])


def a_call(**fields):
    called = a_process([start("cs"), user("T"), end("ce")], "cs T ce", id="Q")
    nodes = [start(), node(Kind.CALL, "C", called="Q", **fields), user("A"), end()]
    return Walk(a_definition(a_process(nodes, "s C A e"), called))


def test_a_called_process_sees_only_what_is_mapped_in():
    walk = a_call(in_mappings=(mapping("m", "n + 1"),))

    walk.start(n=1, secret="x")

    assert walk.document == {"": {"n": 1, "secret": "x"}, "C#1": {"m": 2}}
    assert walk.key("T") == Key("C#1", "T", 1)


def test_a_called_process_gives_back_only_what_is_mapped_out():
    walk = a_call(in_mappings=(mapping("m", "n + 1"),), out_mappings=(mapping("res", "m * 2"),))
    walk.start(n=1)

    step = walk.complete("T", own=5, m=10)

    assert (walk.document, step.closed_scopes, walk.tasks) == ({"": {"n": 1, "res": 20}}, ("C#1",), ["A"])


def test_a_diagram_that_uses_the_same_ids_as_the_process_it_calls_runs():
    called = a_process([start(), user("A"), end()], "s A e", id="Q")
    caller = a_process([start(), user("A"), node(Kind.CALL, "C", called="Q"), end()], "s A C e")
    walk = Walk(a_definition(caller, called))
    walk.start()

    walk.complete("A")
    key = walk.key("A")
    walk.complete("A")

    assert (key, walk.ended) == (Key("C#1", "A", 1), "completed")


def test_an_event_on_a_call_is_not_mistaken_for_a_step_of_the_same_id_inside():
    called = a_process([start(), user("T"), user("B"), end()], "s T B e", id="Q")
    caller = a_process([start(), node(Kind.CALL, "C", called="Q"), boundary("B", "C", Trigger.MESSAGE, False),
                        user("H"), end()], "s C e\nB H e")
    walk = Walk(a_definition(caller, called))
    walk.start()
    walk.complete("T")

    walk.deliver("B")
    walk.complete_key(Key("C#1", "B", 1))

    assert walk.tasks == ["H"]


def test_a_called_process_may_run_once_per_item():
    called = a_process([start("cs"), user("T"), end("ce")], "cs T ce", id="Q")
    call = node(Kind.CALL, "C", called="Q", out_mappings=(mapping("vote", "v"),), in_mappings=(mapping("who", "name"),),
                multi=each(collection=feel("names"), element_variable="name", output_collection="votes",
                           output_element=feel("vote")))
    walk = Walk(a_definition(a_process([start(), call, user("A"), end()], "s C A e"), called))
    walk.start(names=["x", "y"])

    seen = walk.document["C#1.1"]["who"]
    walk.complete_key(Key("C#1.1", "T", 1), v=2)
    walk.complete_key(Key("C#1.0", "T", 1), v=1)

    assert (seen, walk.document) == ("y", {"": {"names": ["x", "y"], "votes": [1, 2]}})


def test_of_a_called_process_per_item_only_what_is_mapped_out_is_collected():
    called = a_process([start("cs"), user("T"), end("ce")], "cs T ce", id="Q")
    call = node(Kind.CALL, "C", called="Q", out_mappings=(mapping("vote", "v"),), in_mappings=(mapping("who", "name"),),
                multi=each(collection=feel("names"), element_variable="name", output_collection="votes"))
    walk = Walk(a_definition(a_process([start(), call, user("A"), end()], "s C A e"), called))
    walk.start(names=["x"])

    walk.complete("T", v=2, note="inside")

    assert walk.document[""]["votes"] == [{"vote": 2}]
