"""How a case of the demo begins: at the counter with each of its decisions, all at once, or by a member of staff."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from casework.actor import Actor
from casework.cases.grounds import Ground
from casework.cases.handed_in import MISSING, OK, TOLERATED, UNFIT
from casework.cases.status import CaseType
from casework.demo.answers import answer_form
from casework.demo.applicants import invent_name, invent_phone
from casework.demo.plot import Act
from casework.demo.stage import DemoItem, Run, Stage
from casework.intake.internal_cases import open_internal_case
from casework.intake.registration import Answer, CounterDecision, Decision, Registered, Registration
from casework.intake.registrations import register_case, register_instant
from casework.organisation.role import Role

INTAKE_FORM = "item:intake"
INSTANT_STEPS = (("check", "instant_check", "approved"), ("pay", "payment", "paid"), ("pickup", "delivery", None))
# Ways that only a large sign goes: its notice has to be public first.
LARGE = frozenset("experts_done hearing_held hearing_told hearing_not_wanted paused_for_experts review_refused".split())
REFUSALS = (
    (Ground.NOT_COMPETENT, "申请地点不在本市管辖范围内。", "云川县人民政府政务服务中心"),
    (Ground.NOT_NEEDED, "", ""),
    (Ground.FORBIDDEN, "申请人一年内不得再次申请该许可（《中华人民共和国行政许可法》第七十八条）。", ""),
)


def open_case(stage: Stage, run: Run, act: Act) -> None:
    """Do the first act of a story; afterwards the run knows its case."""
    registered = OPENINGS[act.name](stage, run)
    run.case_id, run.case_no = registered.case_id, registered.case_no


def apply_after(stage: Stage, run: Run) -> None:
    """转申请: who asked now applies; the story goes on with the application, which names its consultation."""
    asked = replace(_registration(stage, run, {}), case_type=None, title="", after=run.case_no)
    with stage.office.database.transaction() as session:
        registered = register_case(
            session, stage.office, _clerk(stage, run), asked, CounterDecision(), stage.clock.now()
        )
    run.case_id, run.case_no = registered.case_id, registered.case_no


def _accept(stage: Stage, run: Run) -> Registered:
    return _register(stage, run, CounterDecision(), {})


def _tolerant(stage: Stage, run: Run) -> Registered:
    late = stage.items[run.story.item].tolerable[:1]
    return _register(stage, run, CounterDecision(is_tolerant=True), dict.fromkeys(late, TOLERATED))


def _prereview(stage: Stage, run: Run) -> Registered:
    run.missing = _a_required(stage, run)[1]
    return _register(stage, run, CounterDecision(Decision.PREREVIEW), {})


def _supplement(stage: Stage, run: Run) -> Registered:
    code, run.missing = _a_required(stage, run)
    state = run.chance.choice((MISSING, UNFIT))
    return _register(stage, run, CounterDecision(Decision.SUPPLEMENT), {code: state})


def _refuse(stage: Stage, run: Run) -> Registered:
    ground, reason, body = run.chance.choice(REFUSALS)
    decided = CounterDecision(Decision.REFUSE, ground=ground, reason=reason, right_body=body)
    return _register(stage, run, decided, {})


def _instant(stage: Stage, run: Run) -> Registered:
    scene = run.scene(stage)
    answers = {
        step: Answer(outcome, answer_form(stage.form(run.story.item, form), outcome, scene, "window"))
        for step, form, outcome in INSTANT_STEPS
    }
    with stage.office.database.transaction() as session:
        return register_instant(
            session, stage.office, _clerk(stage, run), _registration(stage, run, {}), answers, stage.clock.now()
        )


def _internal(stage: Stage, run: Run) -> Registered:
    actor = stage.cast.named(run.story.by)
    with stage.office.database.transaction() as session:
        return open_internal_case(session, stage.office, actor, run.story.item, stage.clock.now())


OPENINGS: dict[str, Callable[[Stage, Run], Registered]] = {
    "accept": _accept,
    "tolerant": _tolerant,
    "prereview": _prereview,
    "supplement": _supplement,
    "refuse": _refuse,
    "instant": _instant,
    "internal": _internal,
}


def _register(stage: Stage, run: Run, decided: CounterDecision, states: Mapping[str, str]) -> Registered:
    registration = _registration(stage, run, states)
    with stage.office.database.transaction() as session:
        return register_case(session, stage.office, _clerk(stage, run), registration, decided, stage.clock.now())


def _registration(stage: Stage, run: Run, states: Mapping[str, str]) -> Registration:
    item, story = stage.items[run.story.item], run.story
    form = stage.form(story.item, INTAKE_FORM)
    return Registration(
        item_code=story.item,
        applicant=None if _is_anonymous(run) else run.somebody.data,
        case_type=story.kind,
        channel=story.channel,
        title=_title(item, run),
        form_data=answer_form(form, None, run.scene(stage), "large" if story.path in LARGE else None),
        materials={code: OK for code, _ in item.required} | dict(states),
        **_agent(run),
    )


def _title(item: DemoItem, run: Run) -> str:
    return f"咨询：{item.name}" if run.story.kind == "consultation" else ""


def _is_anonymous(run: Run) -> bool:
    """Who asks by telephone need not say who they are."""
    return run.story.kind == CaseType.CONSULTATION and run.story.channel == "phone"


def _agent(run: Run) -> dict[str, Any]:
    """Every ninth company sends somebody with a power of attorney."""
    if not run.somebody.is_company or run.number % 9 or _is_anonymous(run):
        return {}
    return {"agent_name": invent_name(run.chance), "agent_phone": invent_phone(run.chance)}


def _clerk(stage: Stage, run: Run) -> Actor:
    if run.story.by:
        return stage.cast.named(run.story.by)
    clerks = stage.cast.of(Role.WINDOW, stage.items[run.story.item].department)
    return clerks[1] if len(clerks) > 1 and run.chance.randrange(5) == 0 else clerks[0]


def _a_required(stage: Stage, run: Run) -> tuple[str, str]:
    return run.chance.choice(stage.items[run.story.item].required)
