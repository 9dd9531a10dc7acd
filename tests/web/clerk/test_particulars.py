"""Every line of the history tells what it is about, in both languages."""

import pytest
from flask import g

from web.cases.particulars import particulars

TOLD = [
    ("milestone.decided", {"decision": "denied"}, "不予批准", "denied"),
    ("milestone.accepted", {"deemed": True}, "视为", "deemed accepted"),
    ("case.type_changed", {"before": "instant", "after": "promised", "due": "2026-10-19T18:00:00+08:00"},
     "即办件改为承诺件 · 承诺至 10月19日", "promised by 19 Oct"),
    ("task.transferred", {"to": 11, "to_name": "何雨桐", "reason": "外出"}, "交给何雨桐 · 外出", "to 何雨桐"),
    ("document.issued", {"kind": "D09", "number": "城管局不准字〔2026〕第 1 号"}, "不予批准决定书 · 城管局",
     "Denial decision"),
    ("supplement.asked", {"missing": ["章程", "照片"]}, "章程、照片", "章程, 照片"),
    ("fee.paid", {"amount_fen": 123450, "receipt_no": "3702"}, "¥1,234.50 · 收据 3702", "receipt 3702"),
    ("fee.waived", {"amount_fen": 100, "document": "云财减〔2026〕1 号", "reason": "小微"}, "云财减", "云财减"),
    ("clock.resumed", {"kind": "hearing"}, "听证", "hearing"),
    ("flow.cancelled", {"outcome": "withdrawn", "reason": "withdrawn"}, "撤回", "withdrawn"),
    ("task.released", {"reason": {"zh": "委托已结束", "en": "the delegation is over"}}, "委托已结束",
     "the delegation is over"),
    ("supplement.asked_again", {"missing": ["照片（不符合要求）"]}, "照片（不符合要求）", "照片 (unfit)"),
    ("superior.asked", {"request": "测算依据"}, "测算依据", "测算依据"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "data", "chinese", "english"), TOLD, ids=[one[0] for one in TOLD])
def test_a_line_of_the_history_says_which_how_much_and_to_whom(desk, kind, data, chinese, english):
    said = {}
    for language in ("zh", "en"):
        with desk.site.app.test_request_context("/"):
            g.language = language
            said[language] = particulars(kind, data)

    assert chinese in said["zh"]
    assert english in said["en"]
