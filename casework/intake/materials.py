"""The checklist of materials at the counter: what is there, what must be asked for, what may come later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casework.cases.handed_in import MISSING, OK, TOLERATED, UNFIT, UNFIT_WORDS
from casework.catalogue.item_material import ItemMaterial
from casework.errors import Refusal


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome of the checklist, as names in the item's order."""

    present: list[str]
    wanted: list[str]
    """Must be asked for: missing or unfit."""
    tolerated: list[str]
    """Come later against a promise (容缺后补)."""
    optional: list[str]
    """Of the wanted and tolerated, those that the item does not require; somebody marked them."""
    found: dict[str, str]
    """Code of a material -> how it was found, of those somebody marked."""

    @property
    def not_in_order(self) -> dict[str, str]:
        return {code: state for code, state in self.found.items() if state != OK}


def check_materials(materials: Sequence[ItemMaterial], states: Mapping[str, str]) -> Checked:
    """Sort the item's materials by how they were found; a required one nobody marked counts as missing.

    Raises `Refusal` for a mark that is none of the four and for a material that the item does not have.
    """
    unknown = states.keys() - {material.code for material in materials}
    if unknown:
        raise Refusal("registration.material_unknown", field="materials", material=min(unknown))
    checked = Checked([], [], [], [], {})
    for material in materials:
        state = states.get(material.code) or (MISSING if material.is_required else "")
        if states.get(material.code):
            checked.found[material.code] = state
        name = material.name + (UNFIT_WORDS if state == UNFIT else "")
        if state == OK:
            checked.present.append(name)
        elif state == TOLERATED and material.tolerable:
            checked.tolerated.append(name)
        elif state in (UNFIT, TOLERATED, MISSING):
            checked.wanted.append(name)
        elif state:
            raise Refusal("registration.material_state", field=f"materials.{material.code}", state=state)
        if state and state != OK and not material.is_required:
            checked.optional.append(name)
    return checked
