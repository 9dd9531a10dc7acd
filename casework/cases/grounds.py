"""Why an application is not accepted (Permit Law Art. 32), in the words of D02."""

from __future__ import annotations

from enum import StrEnum

from casework.errors import Words


class Ground(StrEnum):
    NOT_NEEDED = "not_needed"
    """依法不需要取得许可: told at once."""
    NOT_COMPETENT = "not_competent"
    """Not this body: the right one is named."""
    FORBIDDEN = "forbidden"
    """Another ground of the law: it is written out."""


GROUND_WORDS: dict[Ground, Words] = {
    Ground.NOT_NEEDED: Words("所申请的事项依法不需要取得行政许可", "by law it needs no permit"),
    Ground.NOT_COMPETENT: Words("所申请的事项依法不属于本机关职权范围", "it is not within the competence of this body"),
}
GROUND_LAWS: dict[Ground, str] = {
    Ground.NOT_NEEDED: "依据《中华人民共和国行政许可法》第三十二条第一款第（一）项，",
    Ground.NOT_COMPETENT: "依据《中华人民共和国行政许可法》第三十二条第一款第（二）项，",
}
