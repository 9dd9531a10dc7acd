"""The census counts the raw XML on its own and names every flow node and flow that vanished."""

from engine.checking import Finding
from engine.reading.census import count
from engine.reading.xml import parse_xml
from tests.engine.reading.builders import chain, diagram, line, read

RAW = parse_xml(diagram(line('<userTask id="x"/>')))
ALL = {("f", identity) for identity in ("s", "x", "e", "s-x", "x-e")}


def test_a_read_diagram_has_nothing_unaccounted():
    census = read(line('<userTask id="x"/>')).census

    assert (census.flow_nodes, census.flows, census.in_model, census.unaccounted) == (3, 2, 5, ())


def test_a_lost_element_is_named_with_its_line():
    census = count([("f", RAW)], ALL - {("f", "x")}, [])

    assert census.unaccounted == ("f: userTask x, line 3",)


def test_the_same_id_in_another_file_does_not_hide_a_loss():
    census = count([("f", RAW)], (ALL - {("f", "x")}) | {("g", "x")}, [])

    assert len(census.unaccounted) == 1


def test_an_element_that_a_finding_names_is_accounted_for():
    finding = Finding("error", "element.refused", "x", None, {"file": "f"})

    census = count([("f", RAW)], ALL - {("f", "x")}, [finding])

    assert (census.in_findings, census.unaccounted) == (1, ())


def test_what_stands_in_a_refused_sub_process_is_refused_with_it():
    inner = f'<startEvent id="i"/><endEvent id="o"/>{chain("i", "o")}'

    census = read(line(f'<subProcess id="x" triggeredByEvent="true">{inner}</subProcess>')).census

    assert (census.flow_nodes, census.flows, census.unaccounted) == (5, 3, ())


def test_a_flow_put_outside_the_refused_sub_process_whose_step_it_leaves_is_refused_with_it():
    inner = '<startEvent id="i"/><endEvent id="o"/>'

    body = line(f'<subProcess id="x" triggeredByEvent="true">{inner}</subProcess>') + chain("i", "o")

    assert read(body).census.unaccounted == ()
