"""Tasks that change hands, for programs: who else could do one, 转办, 派件 and 改派."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from casework.errors import Refusal
from casework.organisation.people import find_person
from casework.organisation.post import Rank
from casework.tasks.colleagues import colleagues_for
from casework.tasks.task_views import task_view
from casework.tasks.transfers import assign_task, transfer_task
from web.api.blueprints import ID, api_blueprint, refuses
from web.api.repeats import once
from web.api.schemas import instant, number, one_of, text
from web.frame.current import actor, now, office, reading, transaction

blueprint = api_blueprint("hand_overs", "Tasks that change hands.")


class ColleagueSchema(Schema):
    id = number("Id of the person.", 12, attribute="person_id")
    username = text("User name.", "wangsiqi")
    name = text("Name.", "王思琪")
    rank = one_of("Holds the post (`A`) or stands in (`B`).", Rank)


class ColleaguesSchema(Schema):
    items = fields.List(
        fields.Nested(ColleagueSchema), metadata={"description": "Whoever has a post the task is for, A holders first."}
    )


class HandOverSchema(Schema):
    person = text("User name of the colleague.", "wangsiqi", required=True, validate=validate.Length(min=1, max=50))
    reason = text("Why; a first assignment needs none.", "休假", load_default="", validate=validate.Length(max=500))


class HandedOverSchema(Schema):
    id = number("Id of the task.", 71)
    name = text("Name of the step.", "审核")
    holder_name = text("Who holds it now.", "王思琪")
    claimed_at = instant("Since when.")


@blueprint.get(f"/tasks/<{ID}:task_id>/colleagues")
@blueprint.doc(operationId="listColleagues", summary="Who else could do a task: those it may be handed to.")
@refuses(blueprint, 404)
@blueprint.response(200, ColleaguesSchema)
def colleagues(task_id: int) -> Any:
    with reading() as session:
        view = task_view(session, office(), actor(), task_id, now())
        return {"items": colleagues_for(session, view.task.roles, now())}


@blueprint.post(f"/tasks/<{ID}:task_id>/transfer")
@blueprint.doc(operationId="transferTask", summary="转办: hand a task you hold to a colleague with a post for it.")
@once(blueprint)
@blueprint.arguments(HandOverSchema)
@refuses(blueprint, 403, 404, 409)
@blueprint.response(200, HandedOverSchema)
def transfer(body: dict[str, Any], task_id: int) -> Any:
    return _hand_over(transfer_task, body, task_id)


@blueprint.post(f"/tasks/<{ID}:task_id>/assign")
@blueprint.doc(operationId="assignTask",
               summary="派件, 改派: the chief representative gives a task to somebody with a post for it.")  # fmt: skip
@once(blueprint)
@blueprint.arguments(HandOverSchema)
@refuses(blueprint, 403, 404, 409)
@blueprint.response(200, HandedOverSchema)
def assign(body: dict[str, Any], task_id: int) -> Any:
    return _hand_over(assign_task, body, task_id)


def _hand_over(act: Any, body: dict[str, Any], task_id: int) -> Any:
    with transaction() as session:
        person = find_person(session, body["person"])
        if person is None:
            raise Refusal("person.unknown", field="person", person=body["person"])
        return act(session, office(), actor(), task_id, person.id, body["reason"], now())
