"""Names that a diagram may draw at any length fit their columns on every database."""

from tests.casework.flows.world import World, sequence

LONG = "行政审批局与各协办部门联席审查会议办公室（含分中心与乡镇便民服务中心派驻窗口）" * 6


def test_a_lane_a_role_and_a_task_may_have_long_names(world: World) -> None:
    lane = f'<bpmn:laneSet id="l"><bpmn:lane id="a" name="{LONG}"><bpmn:flowNodeRef>file</bpmn:flowNodeRef></bpmn:lane>'
    steps = (f"file:{LONG}", "review:handler")
    drawn = sequence("long", steps, f"{lane}</bpmn:laneSet>")
    named = drawn["long.bpmn"].replace(b'name="file"', f'name="{LONG}"'.encode())
    world.deploy({"long.bpmn": named}, "long")
    world.item("L-1", "long")

    (task,) = world.waiting(world.register("L-1").case_id)

    assert (task.element, len(task.name), len(task.lane or "")) == ("file", 200, 64)
