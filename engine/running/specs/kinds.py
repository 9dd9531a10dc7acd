"""Which spec runs which kind of element."""

from engine.model import Kind
from engine.running.specs.activities import ACTIVITIES
from engine.running.specs.element import Element
from engine.running.specs.events import BoundaryEvent, CatchEvent, EndEvent, ReceiveTask, StartEvent, ThrowEvent
from engine.running.specs.gateways import EventBasedGateway, ExclusiveGateway, InclusiveGateway, ParallelGateway
from engine.running.specs.scopes import CallActivity, MultiInstanceActivity, SubProcess

SPECS: dict[Kind, type[Element]] = {
    **ACTIVITIES,
    Kind.START: StartEvent,
    Kind.END: EndEvent,
    Kind.CATCH: CatchEvent,
    Kind.THROW: ThrowEvent,
    Kind.BOUNDARY: BoundaryEvent,
    Kind.RECEIVE: ReceiveTask,
    Kind.EXCLUSIVE: ExclusiveGateway,
    Kind.PARALLEL: ParallelGateway,
    Kind.INCLUSIVE: InclusiveGateway,
    Kind.EVENT_BASED: EventBasedGateway,
    Kind.SUBPROCESS: SubProcess,
    Kind.CALL: CallActivity,
}

MULTI_INSTANCE: type[Element] = MultiInstanceActivity
