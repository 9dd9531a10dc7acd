"""Messages and signals from other systems to the cases that wait for them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from marshmallow import Schema, validate

from casework.messages.messages import LIFE, Delivery, deliver_message
from web.api.blueprints import api_blueprint, refuses
from web.api.repeats import once
from web.api.schemas import mapping, number, one_of, text
from web.frame.current import actor, now, office, transaction

blueprint = api_blueprint("messages", "Tell a waiting case that something happened outside.")


class MessageSchema(Schema):
    name = text("Name of the message or signal, as it is drawn.", "paid", required=True,
                validate=validate.Length(min=1, max=128))  # fmt: skip
    kind = one_of(
        "A message goes to one case, a signal to all that wait.", ["message", "signal"], load_default="message"
    )
    key = text("Number of the case, its business key, or the correlation value; a signal may have none.",
               "YC-20261009-0001", load_default=None, allow_none=True, validate=validate.Length(max=128))  # fmt: skip
    payload = mapping("Variables for the case.", {"amount": 500}, load_default=dict)
    days_kept = number("How many days an early message is kept.", LIFE.days, load_default=LIFE.days,
                       validate=validate.Range(min=1, max=365))  # fmt: skip


class DeliverySchema(Schema):
    status = one_of(
        "`delivered`; `kept`: no case waits yet, it gets the message as soon as one does; `nobody`: a signal for which "
        "no case waits is gone.",
        Delivery,
    )


@blueprint.post("/messages")
@blueprint.doc(operationId="deliverMessage", summary="Deliver a message or a signal.")
@once(blueprint)
@blueprint.arguments(MessageSchema)
@refuses(blueprint, 403, 409)
@blueprint.response(200, DeliverySchema)
def deliver(body: dict[str, Any]) -> Any:
    with transaction() as session:
        status = deliver_message(
            session, office(), actor(), body["name"], body["key"], body["payload"], now(), kind=body["kind"],
            life=timedelta(days=body["days_kept"]),
        )  # fmt: skip
    return {"status": status}
