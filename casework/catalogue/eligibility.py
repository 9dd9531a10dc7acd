"""Whom an item serves (服务对象): the kinds of applicant that may apply for it, read from its words."""

from __future__ import annotations

import re

from casework.cases.applicant import KINDS, ORGANISATION, PERSON
from casework.cases.status import WITHOUT_PAPERS
from casework.catalogue.item import ItemVersion
from casework.errors import Refusal, Words

_BETWEEN = re.compile(r"[\s、，,；;/和及或与]+")
_PEOPLE, _BODIES, _BOTH = (PERSON,), (ORGANISATION,), KINDS
# The words of the service guide; a sole trader (个体工商户) may show an identity card or a credit code.
TARGETS: dict[str, tuple[tuple[str, ...], str]] = {
    "自然人": (_PEOPLE, "natural persons"),
    "个人": (_PEOPLE, "natural persons"),
    "公民": (_PEOPLE, "citizens"),
    "个体工商户": (_BOTH, "sole traders"),
    "企业": (_BODIES, "enterprises"),
    "企业法人": (_BODIES, "enterprises"),
    "非法人企业": (_BODIES, "enterprises without legal personality"),
    "法人": (_BODIES, "legal persons"),
    "机关法人": (_BODIES, "public bodies"),
    "行政机关": (_BODIES, "public bodies"),
    "事业法人": (_BODIES, "public institutions"),
    "事业单位": (_BODIES, "public institutions"),
    "社会组织": (_BODIES, "social organisations"),
    "社会组织法人": (_BODIES, "social organisations"),
    "社会团体": (_BODIES, "social organisations"),
    "非法人组织": (_BODIES, "organisations without legal personality"),
    "其他组织": (_BODIES, "other organisations"),
    "组织": (_BODIES, "organisations"),
    "单位": (_BODIES, "organisations"),
}
KIND_NAMES = {PERSON: Words("个人", "a natural person"), ORGANISATION: Words("单位", "an organisation")}


def kinds_served(version: ItemVersion) -> tuple[str, ...]:
    """The kinds of applicant that may apply: both when nothing is said, or something in words of the item's own."""
    words = _words(version)
    if not words or not all(word in TARGETS for word in words):
        return KINDS
    served = {kind for word in words for kind in TARGETS[word][0]}
    return tuple(kind for kind in KINDS if kind in served)


def check_served(version: ItemVersion, kind: str | None, case_type: str) -> None:
    """Raise `Refusal` naming the field and who may apply, unless this kind of applicant may; a question may be asked by
    anybody.
    """
    if kind is None or case_type in WITHOUT_PAPERS or kind in kinds_served(version):
        return
    served = Words.listed(Words(word, TARGETS[word][1]) for word in _words(version))
    raise Refusal("registration.not_served", field="kind", item=version.name, served=served, kind=KIND_NAMES[kind])


def _words(version: ItemVersion) -> list[str]:
    return [word for word in _BETWEEN.split(version.service_targets or "") if word]
