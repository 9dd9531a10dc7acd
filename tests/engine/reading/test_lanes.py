"""A lane's role does the tasks in it, unless the task itself says who."""

from tests.engine.reading.builders import finding_of, line, node_of, process_of, read

LANES = (
    '<laneSet id="ls"><lane id="l1" name="审核"><flowNodeRef>x</flowNodeRef><childLaneSet id="c">'
    '<lane id="l2" name="内层"><flowNodeRef>x</flowNodeRef></lane></childLaneSet></lane></laneSet>'
)
FLAT = (
    '<laneSet id="ls"><lane id="l" name="审核岗" banjian:role="reviewer"><flowNodeRef>x</flowNodeRef></lane></laneSet>'
)


def test_the_innermost_lane_gives_the_role():
    reading = read(LANES + line('<userTask id="x"/>'))

    assert node_of(reading).assignment.roles == ("内层",)
    assert [lane.name for lane in process_of(reading).lanes] == ["审核", "内层"]


def test_a_lane_may_name_the_role_it_stands_for():
    node = node_of(read(FLAT + line('<userTask id="x"/>')))

    assert (node.lane, node.assignment.roles) == ("审核岗", ("reviewer",))


def test_candidate_groups_count_before_the_lane():
    assert node_of(read(FLAT + line('<userTask id="x" camunda:candidateGroups="chief"/>'))).assignment.roles == (
        "chief",
    )


def test_the_role_of_the_task_counts_before_everything():
    task = '<userTask id="x" camunda:candidateGroups="chief" banjian:role="leader"/>'

    assert node_of(read(FLAT + line(task))).assignment.roles == ("leader",)


def test_a_task_in_a_sub_process_belongs_to_the_lane_of_the_sub_process():
    inner = '<startEvent id="i"/><userTask id="u"/><endEvent id="o"/>'
    flows = '<sequenceFlow id="f1" sourceRef="i" targetRef="u"/><sequenceFlow id="f2" sourceRef="u" targetRef="o"/>'

    reading = read(FLAT + line(f'<subProcess id="x">{inner}{flows}</subProcess>'))

    assert node_of(reading).body.nodes["u"].assignment.roles == ("reviewer",)


def test_a_lane_without_name_is_told():
    reading = read(
        '<laneSet id="ls"><lane id="l"><flowNodeRef>x</flowNodeRef></lane></laneSet>' + line('<userTask id="x"/>')
    )

    assert finding_of(reading, "lane.no_role").element == "l"
    assert node_of(reading).assignment.roles == ()
