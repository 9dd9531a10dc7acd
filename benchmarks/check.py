"""What checking a diagram costs: `python -m benchmarks.check [NODES …] [--repeat N] [--json]`.

A check is what an upload gets: the XML read, every finding, the diagram compiled. It runs twice: in this process (the
work itself), and guarded as the pages do it (a process of its own, which may be killed). The diagrams are blocks of ten
nodes: a decision with two ways, two tasks side by side, a script, a task with a time limit.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from typing import Any

import engine
from engine.guarded import compile_bundle_guarded

SIZES = (10, 30, 100, 300, 1000, 3000)
_NODES = """<bpmn:exclusiveGateway id="ask{n}" name="Which {n}?" default="no{n}"/>
<bpmn:userTask id="way{n}" name="Long way {n}" camunda:candidateGroups="handler"/>
<bpmn:userTask id="short{n}" name="Short way {n}" camunda:candidateGroups="reviewer"/>
<bpmn:exclusiveGateway id="met{n}"/>
<bpmn:parallelGateway id="fork{n}"/>
<bpmn:userTask id="left{n}" name="Left {n}" camunda:candidateGroups="handler"/>
<bpmn:userTask id="right{n}" name="Right {n}" camunda:candidateGroups="reviewer"/>
<bpmn:parallelGateway id="join{n}"/>
<bpmn:scriptTask id="sum{n}" name="Sum {n}" scriptFormat="feel"><bpmn:script>total = total + {n}</bpmn:script></bpmn:scriptTask>
<bpmn:boundaryEvent id="late{n}" attachedToRef="left{n}" cancelActivity="false">
<bpmn:timerEventDefinition><bpmn:timeDuration>P3D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>
<bpmn:sequenceFlow id="yes{n}" name="yes" sourceRef="ask{n}" targetRef="way{n}"><bpmn:conditionExpression
  xsi:type="bpmn:tFormalExpression">total &gt; {n}</bpmn:conditionExpression></bpmn:sequenceFlow>
<bpmn:sequenceFlow id="no{n}" name="no" sourceRef="ask{n}" targetRef="short{n}"/>
"""  # noqa: E501
_FLOWS = ("way met", "short met", "met fork", "fork left", "fork right", "left join", "right join", "join sum")
NODES_OF_A_BLOCK = 10


def blocks(nodes: int) -> bytes:
    """A diagram of about so many flow nodes."""
    count = max(nodes // NODES_OF_A_BLOCK, 1)
    parts = [
        '<bpmn:startEvent id="start"/>',
        '<bpmn:scriptTask id="sum0" name="Begin" scriptFormat="feel"><bpmn:script>total = 0</bpmn:script>',
        "</bpmn:scriptTask>",
        '<bpmn:sequenceFlow id="begin" sourceRef="start" targetRef="sum0"/>',
        '<bpmn:endEvent id="end"/>',
        f'<bpmn:sequenceFlow id="finish" sourceRef="sum{count}" targetRef="end"/>',
    ]
    for n in range(1, count + 1):
        flows = [pair.split() for pair in _FLOWS]
        parts += [_NODES.format(n=n), _flow(f"in{n}", f"sum{n - 1}", f"ask{n}")]
        parts += [_flow(f"{a}_{b}{n}", f"{a}{n}", f"{b}{n}") for a, b in flows]
        parts += [f'<bpmn:endEvent id="told{n}"/>', _flow(f"late_told{n}", f"late{n}", f"told{n}")]
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
  id="defs" targetNamespace="urn:banjian:benchmark">
<bpmn:process id="blocks" name="Blocks" isExecutable="true">
{"".join(parts)}
</bpmn:process>
</bpmn:definitions>
""".encode()


def _flow(id_: str, source: str, target: str) -> str:
    return f'<bpmn:sequenceFlow id="{id_}" sourceRef="{source}" targetRef="{target}"/>'


def median_ms(act: Callable[[], Any], repeat: int, clock: Callable[[], float] = time.perf_counter) -> float:
    times = []
    for _ in range(repeat):
        start = clock()
        act()
        times.append((clock() - start) * 1000)
    return round(statistics.median(times), 1)


def measure(nodes: int, repeat: int) -> dict[str, Any]:
    """Milliseconds of one size, and whether the diagram was accepted or what refused it."""
    files = {"blocks.bpmn": blocks(nodes)}
    compiled = engine.compile_bundle(files)
    errors = [finding.rule for finding in compiled.findings if finding.level == "error"]
    return {
        "nodes": nodes,
        "kilobytes": round(len(files["blocks.bpmn"]) / 1024),
        "check_ms": median_ms(lambda: engine.compile_bundle(files), repeat),
        "check_cpu_ms": median_ms(lambda: engine.compile_bundle(files), repeat, time.process_time),
        "guarded_ms": median_ms(lambda: compile_bundle_guarded(files), repeat),
        "findings": len(compiled.findings),
        "refused_by": errors[:3],
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.check", description=__doc__)
    parser.add_argument("nodes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    for nodes in wanted.nodes:
        figures = measure(nodes, wanted.repeat)
        print(json.dumps(figures) if wanted.json else "  ".join(f"{name} {value}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
