"""What SpiffWorkflow 3.2.0 makes of a case that is migrated, reset or pruned by hand: ours offers none of it."""

from typing import get_args

import pytest
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.util.diff import diff_workflow, migrate_workflow
from SpiffWorkflow.exceptions import WorkflowException
from SpiffWorkflow.util.task import TaskState

from engine.contract import (
    Cancel,
    Command,
    Complete,
    Deliver,
    Retry,
    ServiceDone,
    ServiceFailed,
    Start,
    TimePassed,
)
from tests.engine.reading.builders import chain, diagram, line
from tests.engine.running.bare import Bare
from tests.engine.running.builders import a_diagram, end, gate, start, user
from tests.engine.running.traps.standing import theirs
from tests.engine.running.traps.test_running import ONE_TASK, SERIALIZER, TWICE, ready


def migrated(workflow, file):
    """The running case of the library, moved to another version of its diagram."""
    parser = BpmnParser()
    parser.add_bpmn_str(file)
    spec = parser.get_spec("p")
    migrate_workflow(diff_workflow(SERIALIZER.registry, workflow, spec, {})[0], workflow, spec)
    workflow.do_engine_steps()
    return workflow


def timed(hours):
    event = f"<timerEventDefinition><timeDuration>'PT{hours}H'</timeDuration></timerEventDefinition>"
    return diagram(line(f'<intermediateCatchEvent id="x">{event}</intermediateCatchEvent>'))


def test_a_case_is_never_migrated_reset_or_pruned_by_hand():
    assert set(get_args(Command)) == {
        Start, Complete, Deliver, TimePassed, ServiceDone, ServiceFailed, Retry, Cancel
    }  # fmt: skip


def test_a_migration_breaks_on_a_new_boundary_event_and_restarts_a_deadline():
    late = "<timerEventDefinition><timeDuration>'PT1H'</timeDuration></timerEventDefinition>"
    boundary = f'<boundaryEvent id="b" attachedToRef="x">{late}</boundaryEvent><endEvent id="o"/>{chain("b", "o")}'
    changed = migrated(theirs(ONE_TASK), diagram(line('<userTask id="x"/>') + boundary))
    waiting = theirs(timed(1))
    due = [waiting.get_tasks(state=TaskState.WAITING)[0].internal_data["event_value"]]
    due.append(migrated(waiting, timed(2)).get_tasks(state=TaskState.WAITING)[0].internal_data["event_value"])

    with pytest.raises(WorkflowException):
        ready(changed)[0].run()
        changed.do_engine_steps()
    assert due[0] != due[1]


def test_a_migration_forgets_a_step_that_now_comes_first():
    workflow = migrated(theirs(ONE_TASK), diagram('<startEvent id="s"/><userTask id="y"/><userTask id="x"/>'
                                                  f'<endEvent id="e"/>{chain("s", "y", "x", "e")}'))  # fmt: skip

    ready(workflow)[0].run()
    workflow.do_engine_steps()

    assert workflow.completed
    assert "y" not in {task.task_spec.name for task in workflow.get_tasks()}


def test_a_reset_of_one_branch_leaves_what_stands_behind_the_join():
    nodes = [start(), gate("f", "+"), user("A"), user("B"), gate("j", "+"), user("C"), end()]
    bare = Bare(a_diagram(nodes, "s f A j C e\nf B j"))
    done = next(task for task in ready(bare.workflow) if task.task_spec.name == "A")
    bare.complete("A")
    bare.complete("B")

    bare.workflow.reset_from_task_id(done.id)
    bare.workflow.do_engine_steps()

    assert bare.tasks == ["A", "C"]


def drawn(tasks, loop=""):
    nodes = "".join(f'<userTask id="{task}">{loop if task == "x" else ""}</userTask>' for task in tasks)
    return diagram(f'<startEvent id="s"/>{nodes}<endEvent id="e"/>{chain("s", *tasks, "e")}')


def test_a_migration_loses_a_new_step_behind_running_instances():
    workflow = migrated(theirs(drawn("x", TWICE)), drawn("xy", TWICE))

    for task in ready(workflow):
        task.run()
        workflow.do_engine_steps()

    assert ready(workflow) == []


def test_a_migration_to_a_diagram_without_the_live_step_cannot_be_loaded_again():
    stored = SERIALIZER.serialize_json(migrated(theirs(drawn("xz")), drawn("z")))

    with pytest.raises(TypeError):
        SERIALIZER.deserialize_json(stored)


def test_an_instance_that_is_taken_away_hangs_the_others():
    workflow = theirs(diagram(line(f'<userTask id="x">{TWICE}</userTask>')))
    first, second = ready(workflow)

    first.cancel()
    second.run()
    workflow.do_engine_steps()

    assert not workflow.completed and ready(workflow) == []


def test_a_reset_forgets_what_was_written():
    workflow = theirs(diagram('<startEvent id="s"/><userTask id="A"/><userTask id="B"/><endEvent id="e"/>'
                              + chain("s", "A", "B", "e")))  # fmt: skip
    (task,) = ready(workflow)
    task.data["n"] = 1
    task.run()
    workflow.do_engine_steps()

    workflow.reset_from_task_id(task.id)

    assert ready(workflow)[0].data == {}
