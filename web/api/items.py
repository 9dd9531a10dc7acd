"""The item catalogue for programs: what is in force on a day, with materials, forms and limits."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from casework.catalogue.item import BaseType, Item, ItemVersion
from casework.catalogue.item_material import MaterialForm
from casework.catalogue.items import forms_of, get_item, get_item_in_force, list_items, materials_of
from casework.clocks.limits import CountedFrom, Unit
from casework.organisation.places import list_departments
from web.api.blueprints import api_blueprint, refuses
from web.api.paging import read_cursor, write_cursor
from web.api.schemas import PageQuerySchema, PageSchema, day, mapping, number, one_of, text, yes
from web.frame.current import reading
from web.frame.moments import today

blueprint = api_blueprint("items", "The item catalogue (事项).")


class OnDaySchema(Schema):
    on = day("The day to look at; today when left out.", load_default=None)


class ItemQuerySchema(PageQuerySchema, OnDaySchema):
    q = text("Part of the name or code.", "广告", load_default="")
    base_type = one_of("Only this kind.", BaseType, load_default=None)
    definition_key = text("Only items that run on this diagram.", "p_promised", load_default=None)
    is_internal = yes("Only staff matters, or only those for the public.", False, load_default=None)


class LimitSchema(Schema):
    amount = number("How many units; 0: the same day.", 10)
    unit = one_of("The unit.", Unit)
    counted_from = one_of("The event it is counted from.", CountedFrom)
    source = text("The rule that sets it.", "行政许可法第四十二条")


class ItemSchema(Schema):
    code = text("Code of the item.", "CG-HWGG")
    name = text("Name of the item.", "户外广告设置审批")
    department = text("Name of the department.", "云川市城市管理局")
    version = number("Number of the version in force.", 2)
    version_id = number("Its id.", 31)
    valid_from = day("First day of the version.")
    valid_to = day("Last day of the version; null: until further notice.", allow_none=True)
    base_type = one_of("Kind of item.", BaseType)
    is_internal = yes("A matter of the staff.", False)
    definition_key = text("The diagram it runs on.", "p_promised")
    promised = fields.Nested(LimitSchema, metadata={"description": "The promised limit (承诺时限)."})
    statutory = fields.Nested(
        LimitSchema, allow_none=True, metadata={"description": "The limit of the law (法定时限); null: none."}
    )
    converted = fields.Nested(
        LimitSchema,
        allow_none=True,
        metadata={"description": "What an instant item promises to a converted case; null: not instant."},
    )
    notice = fields.Nested(
        LimitSchema, metadata={"description": "Within what the applicant is told what is missing (一次性告知)."}
    )


class MaterialSchema(Schema):
    code = text("Code, unique in the item.", "HT")
    name = text("Name of the material.", "施工合同")
    is_required = yes("Must be handed in.")
    tolerable = yes("May come after acceptance (容缺后补).", False)
    form = one_of("On paper, as a file, or either.", MaterialForm)
    originals = number("Originals wanted.", 1)
    copies = number("Copies wanted.", 0)
    standard = text("What it is examined for.", "加盖公章")
    source = text("Who issues it.", "申请人自备")


class WholeItemSchema(ItemSchema):
    conditions = text("Who may get it.", "依法登记的经营主体")
    basis = text("Legal basis.", "《广告法》第四十一条")
    procedure_text = text("How it goes.", "受理、审核、决定、送达")
    result_name = text("What one gets.", "户外广告设置许可证")
    materials = fields.List(fields.Nested(MaterialSchema), metadata={"description": "What must be handed in."})
    forms = mapping(
        "Role to form (form-js JSON); `intake` is what the applicant states.", {"intake": {"components": []}}
    )


class ItemListSchema(PageSchema):
    items = fields.List(fields.Nested(ItemSchema), metadata={"description": "Items in force on the day."})
    total = number("How many items there are on all pages.", 120)


@blueprint.get("/items")
@blueprint.doc(operationId="listItems", summary="Items in force on a day.")
@blueprint.arguments(ItemQuerySchema, location="query")
@refuses(blueprint)
@blueprint.response(200, ItemListSchema)
def items(query: dict[str, Any]) -> Any:
    # The size stays that of the first page: with another one, entries would be skipped.
    number, size = read_cursor(query["cursor"], int, int) or (1, query["limit"])
    with reading() as session:
        page = list_items(
            session, query["on"] or today(), text=query["q"], base_type=query["base_type"],
            definition_key=query["definition_key"], is_internal=query["is_internal"], page=number, size=size,
        )  # fmt: skip
    return {
        "items": [item_shape(row.item, row.version, row.department_name) for row in page.rows],
        "total": page.total,
        "next_cursor": write_cursor(page.number + 1, page.size) if page.number < page.pages else None,
    }


@blueprint.get("/items/<code>")
@blueprint.doc(operationId="getItem", summary="One item as it is in force on a day, with materials and forms.")
@blueprint.arguments(OnDaySchema, location="query")
@refuses(blueprint, 404)
@blueprint.response(200, WholeItemSchema)
def item(query: dict[str, Any], code: str) -> Any:
    with reading() as session:
        version = get_item_in_force(session, code, query["on"] or today())
        found = get_item(session, code)
        names = {row.id: row.name for row in list_departments(session, with_closed=True)}
        return {
            **item_shape(found, version, names[found.department_id]),
            **{name: getattr(version, name) for name in ("conditions", "basis", "procedure_text", "result_name")},
            "materials": materials_of(session, version.id),
            "forms": forms_of(session, version.id),
        }


def item_shape(item: Item, version: ItemVersion, department: str) -> dict[str, Any]:
    """An item with its version, as in lists."""
    names = (
        "name", "valid_from", "valid_to", "base_type", "definition_key", "promised", "statutory", "converted", "notice",
    )  # fmt: skip
    return {
        **{name: getattr(version, name) for name in names},
        "code": item.code,
        "is_internal": item.is_internal,
        "department": department,
        "version": version.number,
        "version_id": version.id,
    }
