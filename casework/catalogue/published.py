"""Published versions of items as they are worked with, kept in memory: what a version says never changes again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from casework.catalogue.item import ItemVersion
from casework.catalogue.item_material import ItemMaterial
from casework.catalogue.items import forms_of
from casework.definitions.compiled import OwnParts, own_parts
from casework.errors import NotFound

KEPT = 512
_VERSION, _MATERIAL = cast(Table, ItemVersion.__table__), cast(Table, ItemMaterial.__table__)
STAMP = (ItemVersion.created_at, ItemVersion.status, ItemVersion.valid_to)
"""Read with the case: until when a version is in force is all that may change of it, and keys may come again after a
rollback."""


@dataclass(frozen=True, slots=True)
class PublishedItem:
    """A version with its materials and forms; read only, shared by all threads."""

    version: ItemVersion
    materials: tuple[ItemMaterial, ...]
    forms: Mapping[str, Any]
    """Role to form-js JSON; `intake` is what the applicant states."""
    own: OwnParts
    """How its diagram runs for it."""


class PublishedItems:
    """Gives a version by its key and stamp; the least used ones are forgotten beyond `kept`."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._lock = threading.Lock()
        self._known: OrderedDict[Hashable, PublishedItem] = OrderedDict()

    def get(self, session: Session, version_id: int, stamp: Hashable) -> PublishedItem:
        """A known version costs no statement. Raises `NotFound`."""
        key = (version_id, stamp)
        with self._lock:
            known = self._known.get(key)
            if known is not None:
                self._known.move_to_end(key)
                return known
        read = _read(session, version_id)
        with self._lock:
            self._known[key] = read
            while len(self._known) > self._kept:
                self._known.popitem(last=False)
        return read


def _read(session: Session, version_id: int) -> PublishedItem:
    version = session.connection().execute(select(_VERSION).where(_VERSION.c.id == version_id)).one_or_none()
    if version is None:
        raise NotFound("item.version_not_found", version=version_id)
    of_version = select(_MATERIAL).where(_MATERIAL.c.item_version_id == version_id).order_by(_MATERIAL.c.no)
    materials = session.connection().execute(of_version)
    forms = forms_of(session, version_id)
    # Objects of no session: they live longer than any.
    return PublishedItem(
        version=ItemVersion(**version._mapping),
        materials=tuple(ItemMaterial(**material._mapping) for material in materials),
        forms=forms,
        own=own_parts(version.decision_files, forms),
    )
