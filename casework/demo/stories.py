"""The demo's cases as a table: which item, which way (`paths.py`), received how many working days ago.

Ages decide the urgency: a case that waits is due when its age reaches the item's promised days. Age 0 is today; what
of today still lies ahead has not happened yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Story:
    """One case for each age."""

    item: str
    path: str
    ages: tuple[int, ...]
    kind: str | None = None
    channel: str = "counter"
    by: str = ""
    """User name of who opens it; empty: the window of the item's department."""
    deputy: str = ""


class Delegated(NamedTuple):
    """Somebody lets a colleague act for them, beginning so many working days ago, for so many days."""

    principal: str
    deputy: str
    age: int
    days: int
    reason: str


DELEGATIONS: tuple[Delegated, ...] = (
    Delegated("chenzhiyuan", "liuhui", 35, 5, "参加省局业务培训"),
    Delegated("xujing", "wulei", 22, 3, "外出调研"),
    Delegated("hubin", "zhuting", 2, 9, "参加全市营商环境培训"),
    Delegated("zhengguodong", "zhoumin", 3, 12, "脱产学习"),
    Delegated("lijianping", "heyutong", 14, 2, "带队现场检查"),
)

# 城管局 (promised: 户外广告 10, 建筑垃圾 5, 挖掘道路 5 with a fee)
_CG = (
    Story("CG-HWGG", "to_handle", (12, 5, 4, 3, 2, 1)),
    Story("CG-HWGG", "handling", (10, 6, 4, 3, 2)),
    Story("CG-HWGG", "handling_at_window", (4, 3, 2)),
    Story("CG-HWGG", "handling_with_draft", (4,)),
    Story("CG-HWGG", "handling_commented", (4, 3)),
    Story("CG-HWGG", "to_review", (12, 6, 5, 4)),
    Story("CG-HWGG", "reviewing", (11, 5, 3)),
    Story("CG-HWGG", "to_decide", (12, 7, 6, 5)),
    Story("CG-HWGG", "deciding", (10, 6, 4)),
    Story("CG-HWGG", "major", (6,)),
    Story("CG-HWGG", "major_claimed", (9,)),
    Story("CG-HWGG", "major_done", (33,)),
    Story("CG-HWGG", "surveying", (9, 4)),
    Story("CG-HWGG", "survey_asked", (3,)),
    Story("CG-HWGG", "surveyed", (41, 26)),
    Story("CG-HWGG", "paused_for_experts", (9,)),
    Story("CG-HWGG", "experts_done", (38,)),
    Story("CG-HWGG", "review_refused", (8,)),
    Story("CG-HWGG", "hearing_told", (4,)),
    Story("CG-HWGG", "hearing_not_wanted", (15,)),
    Story("CG-HWGG", "hearing_held", (46,)),
    Story("CG-HWGG", "extension_asked", (7,)),
    Story("CG-HWGG", "extended", (9,)),
    Story("CG-HWGG", "extended_done", (36,)),
    Story("CG-HWGG", "extension_refused", (8,)),
    Story("CG-HWGG", "returned_to_handler", (6,)),
    Story("CG-HWGG", "returned_by_chief", (9,)),
    Story("CG-HWGG", "transferred", (4,)),
    Story("CG-HWGG", "transferred_done", (29,)),
    Story("CG-HWGG", "delivered", (48, 43, 34, 24)),
    Story("CG-HWGG", "delivered_attached", (31, 18)),
    Story("CG-HWGG", "delivered_late", (45,)),
    Story("CG-HWGG", "denied_to_serve", (9,)),
    Story("CG-HWGG", "denied", (27,)),
    Story("CG-HWGG", "withdrawn", (21,)),
    Story("CG-HWGG", "prereview", (4, 1), channel="portal"),
    Story("CG-HWGG", "prereview_claimed", (3,), channel="portal"),
    Story("CG-HWGG", "deemed_accepted", (9,), channel="portal"),
    Story("CG-HWGG", "asked_for_papers", (20, 6)),
    Story("CG-HWGG", "papers_arriving", (5,)),
    Story("CG-HWGG", "papers_complete", (9,)),
    Story("CG-HWGG", "asked_for_papers", (45,)),
    Story("CG-HWGG", "green_to_open", (1,), kind="special"),
    Story("CG-HWGG", "green_handling", (2,), kind="special"),
    Story("CG-HWGG", "reply_to_judge", (0, 1), kind="reply"),
    Story("CG-HWGG", "judging", (0,), kind="reply"),
    Story("CG-HWGG", "replied", (17,), kind="reply"),
    Story("CG-HWGG", "answered", (23, 8), kind="consultation", channel="phone"),
    Story("CG-HWGG", "asked", (0, 1), kind="consultation", channel="letter"),
    Story("CG-JZLJ", "to_handle", (4, 2, 1, 0)),
    Story("CG-JZLJ", "handling", (6, 2, 1)),
    Story("CG-JZLJ", "handling_at_window", (2,)),
    Story("CG-JZLJ", "to_review", (5, 3)),
    Story("CG-JZLJ", "to_decide", (5, 4)),
    Story("CG-JZLJ", "to_pick_up", (7, 5)),
    Story("CG-JZLJ", "assigned", (2,)),
    Story("CG-JZLJ", "voided", (16,)),
    Story("CG-JZLJ", "delivered", (40, 30, 19)),
    Story("CG-WJDL", "to_pay", (7, 5, 4)),
    Story("CG-WJDL", "to_pay", (44,)),
    Story("CG-WJDL", "paying", (6,)),
    Story("CG-WJDL", "fee_lapsed", (46,)),
    Story("CG-WJDL", "to_prepare", (6,)),
    Story("CG-WJDL", "preparing", (5,)),
    Story("CG-JZLJ", "handing_over", (6,)),
    Story("CG-WJDL", "waived", (28,)),
    Story("CG-WJDL", "paid_by_bank", (25,)),
    Story("CG-WJDL", "delivered", (37,)),
    Story("CG-WJDL", "tolerated", (4,)),
    Story("CG-WJDL", "tolerated_done", (22,)),
    Story("CG-WJDL", "refused", (11,)),
)

# 市场监管局、税务局: instant matters of every day, and licences
_SC_SW = (
    Story("SC-GTSL", "instant", (47, 39, 32, 20, 13, 6, 2)),
    Story("SC-GTSL", "instant_to_check", (1, 0)),
    Story("SC-QYBG", "instant", (42, 35, 28, 15, 9, 3)),
    Story("SC-QYBG", "instant_checking", (0,)),
    Story("SC-QYBG", "instant_denied", (24,)),
    Story("SC-QYBG", "instant_converted", (3,)),
    Story("SC-SPJY", "to_handle", (9, 3)),
    Story("SC-SPJY", "surveyed", (30,)),
    Story("SC-SPJY", "surveying", (10,)),
    Story("SC-SPJY", "to_review", (11,)),
    Story("SC-SPJY", "delivered", (44, 33)),
    Story("SC-SPJY", "papers_done", (26,)),
    Story("SC-SPJY", "prereview_tolerant", (5,), channel="portal"),
    Story("SC-SPJY", "prereviewed", (20,), channel="portal"),
    Story("SC-SPJY", "still_asked", (8,)),
    Story("SC-TZSB", "handling", (4,)),
    Story("SC-TZSB", "delivered", (23,)),
    Story("SC-YPLS", "inspection_done", (13,)),
    Story("SC-YPLS", "to_decide", (11,)),
    Story("SC-YPLS", "answered_by_department", (12,), kind="consultation"),
    Story("SC-YPLS", "asked_department", (5,), kind="consultation", channel="phone"),
    Story("SC-QYKB", "joint_done", (31, 12)),
    Story("SC-QYKB", "joint_branches", (1, 0)),
    Story("SC-QYKB", "joint_to_sum_up", (3,)),
    Story("SW-QS", "instant", (46, 36, 27, 22, 14, 8, 5)),
    Story("SW-QS", "instant_to_check", (1, 0)),
    Story("SW-QS", "instant_checking", (1, 0)),
    Story("SW-QS", "instant_to_pay", (4, 2, 1)),
    Story("SW-QS", "instant_paying", (1, 0)),
    Story("SW-QS", "instant_to_pick_up", (1,)),
    Story("SW-QS", "instant_chief_done", (19,)),
    Story("SW-QS", "instant_converted_claimed", (3, 2)),
    Story("SW-QS", "answered", (16, 0), kind="consultation"),
    Story("SW-FPLY", "instant", (45, 37, 29, 21, 11, 7, 4, 1)),
    Story("SW-FPLY", "instant_to_check", (0,)),
    Story("SW-FPLY", "instant_chief", (1,)),
    Story("SW-FPLY", "instant_converted", (2,)),
    Story("SW-FPLY", "instant_converted_done", (17,)),
    Story("SW-FPLY", "instant_denial_to_sign", (2,)),
    Story("SW-FPLY", "reply_to_explain", (1,), kind="reply"),
    Story("SW-FPLY", "asked", (1,), kind="consultation"),
    Story("SW-FPLY", "became_application", (6,), kind="consultation"),
)

# 住建局、规划局、生态环境局、消防支队: building
_ZJ_GH = (
    Story("ZJ-SGXK", "joint_to_plan", (3, 1)),
    Story("ZJ-SGXK", "joint_planning", (2,)),
    Story("ZJ-SGXK", "joint_resolving", (4,)),
    Story("ZJ-SGXK", "joint_branches", (3, 2)),
    Story("ZJ-SGXK", "joint_confirmed", (4,)),
    Story("ZJ-SGXK", "joint_surveying", (3,)),
    Story("ZJ-SGXK", "joint_explaining", (4,)),
    Story("ZJ-SGXK", "joint_against", (5, 3)),
    Story("ZJ-SGXK", "joint_to_sum_up", (4,)),
    Story("ZJ-SGXK", "joint_experts", (6,)),
    Story("ZJ-SGXK", "joint_done", (40, 18)),
    Story("ZJ-SGXK", "joint_conditions", (25,)),
    Story("ZJ-SGXK", "joint_partial", (33,)),
    Story("ZJ-SGXK", "joint_denied", (21,)),
    Story("ZJ-SGXK", "joint_incomplete", (6,), channel="portal"),
    Story("ZJ-SGXK", "green_joint", (4,), kind="special"),
    Story("ZJ-SGXK", "green_to_assign", (1,), kind="special"),
    Story("ZJ-SPYS", "to_review", (4,)),
    Story("ZJ-SPYS", "green_done", (35,), kind="special"),
    Story("ZJ-SPYS", "green_to_follow_up", (14,), kind="special"),
    Story("ZJ-SPYS", "green_ordinary", (7,), kind="special"),
    Story("ZJ-JGBA", "instant", (26, 10)),
    Story("GH-GHXK", "paused_for_experts", (12,)),
    Story("GH-GHXK", "hearing_waived", (32,)),
    Story("GH-GHXK", "to_decide", (8,)),
    Story("GH-GHXK", "green_to_meet", (2,), kind="special"),
    Story("GH-BDC", "to_pay", (4, 2)),
    Story("GH-BDC", "to_handle", (3, 1)),
    Story("GH-BDC", "delivered", (34, 20)),
    Story("HB-HPBG", "paused_for_tests", (6,)),
    Story("HB-HPBG", "delivered", (29,)),
    Story("HB-PWXK", "handling", (6,)),
    Story("XF-KYJC", "surveyed", (24,)),
    Story("XF-KYJC", "to_handle", (4,)),
)

# 发展改革委 (what the superior decides), 人社局, 公安局 and the smaller departments
_OTHERS = (
    Story("FG-ZDTZ", "upward_prelim", (3,)),
    Story("FG-ZDTZ", "upward_to_sign", (4,)),
    Story("FG-ZDTZ", "at_superior", (8, 5)),
    Story("FG-ZDTZ", "at_superior_contacted", (16, 11)),
    Story("FG-ZDTZ", "superior_asks", (13,)),
    Story("FG-ZDTZ", "superior_approved", (40,)),
    Story("FG-ZDTZ", "superior_refused", (30,)),
    Story("FG-ZDTZ", "upward_denied", (22,)),
    Story("FG-JNSC", "paused_for_experts", (7,)),
    Story("FG-JNSC", "reply_denied", (12,), kind="reply"),
    Story("FG-JNSC", "reply_uncertain", (4,), kind="reply"),
    Story("FG-QYBA", "instant", (38, 17)),
    Story("RS-LWPQ", "to_review", (9,)),
    Story("RS-LWPQ", "prereview_refused", (15,), channel="portal"),
    Story("RS-RLZY", "delivered_after_return", (28,)),
    Story("RS-RLZY", "handling", (5,)),
    Story("RS-SYJ", "delivered", (19,)),
    Story("RS-SYJ", "to_decide", (4,)),
    Story("RS-SYJ", "corrected", (16,)),
    Story("GA-HZ", "to_pay", (5,)),
    Story("GA-HZ", "to_handle", (4, 2)),
    Story("GA-HZ", "delivered", (25,)),
    Story("GA-LGY", "returned", (18,)),
    Story("GA-LGY", "prereview_corrected", (6,), channel="portal"),
    Story("GA-GZBA", "instant", (21, 5)),
    Story("MZ-GLJT", "delivered", (27,)),
    Story("MZ-GLJT", "withdrawn_by_message", (10,)),
    Story("MZ-MFDJ", "papers_withdrawn", (14,)),
    Story("MZ-MFDJ", "prereview_supplement", (5,), channel="portal"),
    Story("JY-MBXX", "joint_checking", (2,), channel="portal"),
    Story("JY-MBXX", "joint_branches", (10,)),
    Story("JT-HYXK", "papers_online", (5,), channel="portal"),
    Story("JT-HYXK", "denied_served", (13,)),
    Story("WJ-GGWS", "delivered", (23,)),
    Story("WJ-GGWS", "to_pick_up", (9,)),
)

# Staff matters
_LEAVE = (
    Story("ZX-QJ", "leave_one_day", (37,), by="lijianping", deputy="heyutong"),
    Story("ZX-QJ", "leave_half_more", (26,), by="yuyang", deputy="dongjie"),
    Story("ZX-QJ", "leave_four_days", (32,), by="songjia", deputy="xietao"),
    Story("ZX-QJ", "leave_week_running", (4,), by="zengqi", deputy="pengfei"),
    Story("ZX-QJ", "leave_to_approve", (1,), by="zhangchen", deputy="wulei"),
    Story("ZX-QJ", "leave_to_approve", (0,), by="yuanye", deputy="dengkai"),
    Story("ZX-QJ", "leave_approving", (2,), by="xiayu", deputy="zhongwei"),
    Story("ZX-QJ", "leave_of_chief", (1,), by="zhoumin", deputy="zhaoqiwen"),
    Story("ZX-QJ", "leave_to_accept", (1,), by="heyutong", deputy="lijianping"),
    Story("ZX-QJ", "leave_refused", (10,), by="linxiao", deputy="wangsiqi"),
)

# Steps at which no other case stands today: every step of every shipped flow waits for somebody
_STEPS = (
    Story("SC-QYBG", "instant_denial_to_draft", (1,)),
    Story("SC-GTSL", "instant_denial_to_review", (1,)),
    Story("CG-HWGG", "special_to_ask", (2,)),
    Story("CG-HWGG", "hearing_to_tell", (4,)),
    Story("CG-HWGG", "hearing_to_hold", (7,)),
    Story("CG-HWGG", "extension_to_ask", (3,)),
    Story("GA-LGY", "prereview_correcting", (1,), channel="portal"),
    Story("JY-MBXX", "joint_first_against", (4,)),
    Story("FG-ZDTZ", "superior_refusal_to_convey", (9,)),
    Story("FG-JNSC", "reply_to_fill_in", (1,), kind="reply"),
    Story("SW-QS", "answer_to_register", (1,), kind="consultation"),
    Story("ZX-QJ", "leave_to_apply_again", (1,), by="xietao", deputy="songjia"),
    Story("ZX-QJ", "leave_day_to_approve", (1,), by="wangsiqi", deputy="linxiao"),
    Story("ZX-QJ", "leave_days_to_approve", (1,), by="dongjie", deputy="yuyang"),
)

STORIES: tuple[Story, ...] = (*_CG, *_SC_SW, *_ZJ_GH, *_OTHERS, *_LEAVE, *_STEPS)
