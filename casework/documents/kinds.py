"""The kinds of official documents (文书) that are drawn up: titles, the word in their number, remedies.

The texts follow the sample forms of the permit procedure; the legal office signs the remedies off per kind.
"""

from __future__ import annotations

from dataclasses import dataclass

PERMIT = "01"
"""GB/T 39046 A.1: 行政许可."""


@dataclass(frozen=True, slots=True)
class DocumentKind:
    code: str
    title: str
    english: str
    word: str
    """Stands in the number: 云城管(受)字〔2026〕第 1 号."""
    template: str
    permit_title: str = ""
    """The title when the item is a permit (行政许可)."""
    remedies: str = ""

    def title_for(self, item_type: str | None) -> str:
        return self.permit_title if self.permit_title and item_type == PERMIT else self.title


# Whoever is refused is told which body reconsiders: as a rule the government of the same level, for taxes and other
# bodies that are led from above the next higher one (Reconsideration Law Art. 24, 27).
REMEDIES = (
    "如对本{what}不服，可以自收到本{what}之日起六十日内依法申请行政复议"
    "（向本机关所属的人民政府提出；本机关实行垂直领导的，向上一级主管部门提出），也可以自收到本{what}之日起六个月内依法向有管辖权的人民法院提起行政诉讼。"
    "法律、法规规定应当先申请行政复议的，从其规定。"
)

KINDS: dict[str, DocumentKind] = {
    kind.code: kind
    for kind in (
        DocumentKind("D01", "受理通知书", "Notice of acceptance", "受", "acceptance.html", "行政许可受理通知书"),
        DocumentKind(
            "D02",
            "不予受理通知书",
            "Notice of non-acceptance",
            "不受",
            "refusal.html",
            "行政许可不予受理通知书",
            REMEDIES.format(what="通知"),
        ),
        DocumentKind(
            "D03", "材料补正通知书", "Notice to supplement", "补", "supplement.html", "行政许可补正材料通知书"
        ),
        DocumentKind("D05", "抄告单", "Copy notice", "抄", "copy_notice.html"),
        DocumentKind("D06", "现场踏勘联系单", "Site survey slip", "勘", "survey.html"),
        DocumentKind("D07", "延期办理通知书", "Notice of extension", "延", "extension.html", "行政许可延期通知书"),
        DocumentKind("D08", "准予决定书", "Approval decision", "准", "approval.html", "准予行政许可决定书"),
        DocumentKind(
            "D09",
            "不予批准决定书",
            "Denial decision",
            "不准",
            "denial.html",
            "不予行政许可决定书",
            REMEDIES.format(what="决定"),
        ),
        DocumentKind("D11", "缴费通知书", "Payment notice", "缴", "payment.html"),
        DocumentKind("D12", "送达回证", "Proof of service", "送", "delivery.html"),
        DocumentKind(
            "D24", "特别程序告知书", "Notice of excluded time", "特", "special.html", "行政许可特别程序告知书"
        ),
        DocumentKind("D25", "上报函", "Letter to the superior body", "报", "upward.html"),
    )
}

ONCE = frozenset({"D01", "D02", "D08"})
"""A case has one of these; what asks for it again gets the first."""
