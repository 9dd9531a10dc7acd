"""A small centre at work: staff, items and flows, so that a test may register a case and follow it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from casework.actor import SYSTEM, Actor
from casework.cases.case import Case
from casework.cases.case_file import CaseFile, open_file
from casework.cases.stepping import step_file
from casework.catalogue.item import ItemVersion
from casework.catalogue.items import publish_item_version
from casework.clocks.case_clock import CaseClock
from casework.clocks.limits import Due
from casework.database import create_engine_for
from casework.definitions.checking import Checked, check_files
from casework.definitions.compiled import content_hash
from casework.definitions.definition_version import DefinitionVersion
from casework.definitions.definitions import publish, store_draft
from casework.documents.official_document import OfficialDocument
from casework.history.histories import HistoryLine, list_history, verify
from casework.history.rows import verify_rows
from casework.intake.applicants import ApplicantData
from casework.intake.registration import CounterDecision, Registered, Registration
from casework.intake.registrations import register_case, start_after_supplement
from casework.office import Office
from casework.organisation.department import Department
from casework.organisation.role import Role
from casework.organisation.service_point import ServicePoint
from casework.tasks.completions import Completed, complete_task
from casework.tasks.task import WAITING, Task
from engine.contract import Command
from tests.casework.people import LONG_AGO, NOW, Centre, a_centre, an_office
from tests.processes.shipped import bundle

WANG = ApplicantData(name="王小明", id_number="11010519491231002X", phone="13912340268")
COMPANY = ApplicantData(
    name="云川星河传媒有限公司", kind="organisation", id_type="credit_code", id_number="91350100M000100Y43",
    phone="13912340268", legal_representative="赵一",
)  # fmt: skip
SEQUENCE = ("handle:handler", "review:reviewer", "decide:chief")


@dataclass
class World:
    """One centre with a full staff of department ZJ; `now` is the instant of the next act."""

    session: Session
    centre: Centre
    now: datetime = NOW
    staff: dict[str, Actor] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.__dict__["staff"][name]
        except KeyError:
            raise AttributeError(name) from None

    def deploy(self, files: Mapping[str, bytes | str], key: str) -> DefinitionVersion:
        texts = {name: text if isinstance(text, str) else text.decode() for name, text in files.items()}
        found = _checked(key, texts, self.session)
        version = store_draft(self.session, SYSTEM, texts, "", LONG_AGO, key=key, checked=found)
        return publish(self.session, SYSTEM, version.id, LONG_AGO, checked=found)

    def ship(self, key: str) -> DefinitionVersion:
        """Deploy one of the processes that come with the product."""
        return self.deploy(bundle(key), key)

    def item(self, code: str, definition_key: str, valid_from: date = date(2025, 1, 1), **fields: Any) -> ItemVersion:
        wanted = {
            "name": "户外广告设置审批", "item_type": "01", "base_type": "promised", "promised_amount": 10,
            "statutory_amount": 20, "statutory_unit": "working_day", "statutory_from": "accepted",
            "definition_key": definition_key, "department": "ZJ", "result_name": "户外广告设置许可证",
            "basis": "《广告法》第四十一条", "statutory_source": "行政许可法第四十二条",
        }  # fmt: skip
        return publish_item_version(self.session, SYSTEM, code, {**wanted, **fields}, valid_from, LONG_AGO)

    def register(
        self, code: str, decided: CounterDecision | None = None, *, by: str = "window", **fields: Any
    ) -> Registered:
        registration = Registration(item_code=code, **{"applicant": WANG, **fields})
        decision = decided or CounterDecision()
        return register_case(self.session, self.centre.office, self.staff[by], registration, decision, self.now)

    def complete(self, who: str, task_id: int, outcome: Any = None, **more: Any) -> Completed:
        return complete_task(
            self.session, self.centre.office, self.staff[who], task_id, self.now, outcome=outcome, **more
        )

    def waiting(self, case_id: int) -> list[Task]:
        query = select(Task).where(Task.case_id == case_id, Task.status.in_(WAITING)).order_by(Task.id)
        return list(self.session.scalars(query.execution_options(populate_existing=True)))

    def task(self, case_id: int, element: str) -> Task:
        return next(task for task in self.waiting(case_id) if task.element == element)

    def case(self, case_id: int) -> Case:
        return self.session.get_one(Case, case_id, populate_existing=True)

    def documents(self, case_id: int) -> list[OfficialDocument]:
        query = select(OfficialDocument).where(OfficialDocument.case_id == case_id).order_by(OfficialDocument.id)
        return list(self.session.scalars(query))

    def clocks(self, case_id: int) -> dict[str, CaseClock]:
        """The latest run of every clock by kind."""
        query = select(CaseClock).where(CaseClock.case_id == case_id).order_by(CaseClock.id)
        return {row.kind: row for row in self.session.scalars(query.execution_options(populate_existing=True))}

    def history(self, case_id: int, *, with_row: bool = True) -> list[HistoryLine]:
        """Verified; `with_row`: that the row of the case says what the record tells, too."""
        assert not list(verify(self.session, case_id))
        assert not with_row or not list(verify_rows(self.session, case_id))
        return list_history(self.session, case_id)

    def kinds(self, case_id: int) -> list[str]:
        return [line.kind for line in self.history(case_id)]

    def due(self, case_id: int, kind: str = "promised") -> Due:
        """When the latest clock of this kind is due, with every day counted or skipped, and why."""
        clocks = self.file(case_id).clocks
        clock = clocks.latest(kind)
        assert clock is not None
        return clocks.explain(clock, self.now)

    def step(self, case_id: int, command: Command) -> None:
        """What a timer or a message does to the case."""
        step_file(self.file(case_id), command)

    def file(self, case_id: int, who: Actor = SYSTEM) -> CaseFile:
        """The case on the desk, to act on it without its flow."""
        return open_file(self.session, self.centre.office, case_id, who, self.now)

    def resume_after_supplement(self, case_id: int) -> Registered:
        return start_after_supplement(self.session, self.centre.office, self.window, case_id, self.now)

    def at(self, moment: datetime) -> World:
        """The same world at another instant."""
        self.now = moment
        return self


_CHECKED: dict[tuple[str, str], Checked] = {}
_COMPILED: OrderedDict[str, Any] = OrderedDict()


def _checked(key: str, texts: Mapping[str, str], session: Session) -> Checked:
    """Checking a bundle takes a second and depends on its content alone, so tests share it."""
    name = (key, content_hash(texts))
    if name not in _CHECKED:
        _CHECKED[name] = check_files(texts, key, session)
    return _CHECKED[name]


def a_sharing_office() -> Office:
    """Compiled definitions are kept by content, so tests share these too; version numbers stay apart."""
    office = an_office()
    office.definitions._known = _COMPILED
    return office


def a_world(session: Session) -> World:
    centre = a_centre(session, a_sharing_office())
    world = World(session, centre)
    world.staff |= {
        "window": centre.hire("window", "王窗口", (Role.WINDOW, "ZJ")),
        "second": centre.hire("second", "李窗口", (Role.WINDOW, "ZJ")),
        "handler": centre.hire("handler", "张承办", (Role.HANDLER, "ZJ")),
        "reviewer": centre.hire("reviewer", "钱审核", (Role.REVIEWER, "ZJ")),
        "chief": centre.hire("chief", "孙首席", (Role.CHIEF, "ZJ")),
        "leader": centre.hire("leader", "周领导", (Role.LEADER, "ZJ")),
        "cashier": centre.hire("cashier", "吴收费", (Role.CASHIER, "GH")),
        "boss": centre.hire("boss", "郑中心", (Role.CENTRE, "GH")),
        "administrator": centre.hire("administrator", "冯管理", (Role.ADMINISTRATOR, "GH")),
        "planner": centre.hire("planner", "陈规划", (Role.CODEPT, "GH")),
    }
    return world


@dataclass(frozen=True)
class Settled:
    """A world whose people and places are committed, to be entered by one test after the other."""

    engine: Engine
    staff: Mapping[str, Actor]
    departments: Mapping[str, int]
    point_id: int

    @classmethod
    def by(cls, url: str, settle: Callable[[Session], World]) -> Settled:
        engine = create_engine_for(url)
        with Session(engine) as session:
            world = settle(session)
            session.commit()
            departments = {code: one.id for code, one in world.centre.departments.items()}
            return cls(engine, world.staff, departments, world.centre.point.id)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """What a test does in it leaves no trace."""
        with self.engine.connect() as connection:
            transaction = connection.begin()
            with Session(connection, join_transaction_mode="create_savepoint") as session:
                yield session
            transaction.rollback()

    def enter(self, session: Session) -> World:
        departments = {code: session.get_one(Department, key) for code, key in self.departments.items()}
        centre = Centre(session, a_sharing_office(), session.get_one(ServicePoint, self.point_id), departments)
        return World(session, centre, staff=dict(self.staff))


def sequence(key: str = "seq", steps: tuple[str, ...] = SEQUENCE, more: str = "") -> dict[str, bytes]:
    """A plain flow of user tasks `id:role[:attributes]` one after another, without milestones of its own."""
    nodes, names = [], ["start"]
    for step in steps:
        name, role, *attributes = step.split(":", 2)
        extra = attributes[0] if attributes else ""
        nodes.append(f'<bpmn:userTask id="{name}" name="{name}" camunda:candidateGroups="{role}" {extra}/>')
        names.append(name)
    names.append("end")
    flows = "".join(
        f'<bpmn:sequenceFlow id="f{n}" sourceRef="{a}" targetRef="{b}"/>'
        for n, (a, b) in enumerate(zip(names, names[1:], strict=False))
    )
    body = f'<bpmn:startEvent id="start"/>{"".join(nodes)}<bpmn:endEvent id="end"/>{flows}{more}'
    return {f"{key}.bpmn": process(key, body)}


def process(key: str, body: str, outside: str = "") -> bytes:
    """A process with this body; `outside` holds messages and the like."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
 xmlns:banjian="https://banjian.cn/schema/1.0/bpmn" id="d" targetNamespace="urn:test">{outside}
<bpmn:process id="{key}" name="{key}" isExecutable="true">{body}</bpmn:process></bpmn:definitions>""".encode()
