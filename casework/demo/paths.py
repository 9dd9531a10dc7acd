"""The ways a case of the demo goes; `plot.py` says how they are read. What has no end stands there today."""

from __future__ import annotations

_HANDLED = "accept +1 handle:submit"
_REVIEWED = f"{_HANDLED} +1 review:agreed"
_APPROVED = f"{_REVIEWED} +1 decide:approved"
_READY = f"{_APPROVED} ?pay:paid prepare"
_PICKED_UP = "+1 pickup"
_DENIED = "accept +1 handle:submit=against +1 review:agreed +1 decide:denied"
_SPECIAL = "accept +1 handle:special request_special={} +1 approve_special:agreed"
_FROM_HANDLE = "handle:submit +1 review:agreed +1 decide:approved ?pay:paid prepare +1 pickup"
_SUPPLEMENT = "supplement +4 receive:complete"
_BRANCHES = "+1 !branches"
_LAST_BRANCH = "+1 !branches:disagree@XF"
_SUPERIOR = "accept +1 prelim +1 sign:submit"
_GREEN = "accept open:opened +1 assign +1 meeting"

PATHS: dict[str, str] = {
    # 承诺件
    "to_handle": "accept",
    "handling": "accept ~handle",
    "handling_at_window": "accept +1 ~handle=heyutong",
    "handling_with_draft": "accept ~handle !draft=handle",
    "handling_commented": "accept +1 ~handle !comment",
    "to_review": _HANDLED,
    "reviewing": f"{_HANDLED} +1 ~review",
    "to_decide": _REVIEWED,
    "deciding": f"{_REVIEWED} ~decide",
    "returned_to_handler": f"{_HANDLED} +1 review:returned",
    "returned_by_chief": f"{_REVIEWED} +1 decide:returned ~handle",
    "major": f"{_HANDLED} +1 review:major",
    "major_claimed": f"{_HANDLED} +1 review:major ~major",
    "major_done": f"{_HANDLED} +1 review:major +1 major +1 decide:approved=conditional ?pay:paid prepare +1 pickup",
    "to_pay": _APPROVED,
    "paying": f"{_APPROVED} ~pay=tanjing",
    "fee_lapsed": f"{_APPROVED} +32 lapse_choice:terminate",
    "to_prepare": f"{_APPROVED} ?pay:paid",
    "preparing": f"{_APPROVED} ?pay:paid ~prepare=heyutong",
    "to_pick_up": _READY,
    "handing_over": f"{_READY} +1 ~pickup",
    "delivered": f"{_READY} {_PICKED_UP}",
    "delivered_attached": f"accept !attach +1 ~handle handle:submit +1 review:agreed +1 decide:approved ?pay:paid"
    f" prepare {_PICKED_UP}",
    "delivered_late": f"accept +6 handle:submit +3 review:agreed +4 decide:approved ?pay:paid prepare {_PICKED_UP}",
    "delivered_after_return": f"{_HANDLED} review:returned +1 handle:submit review:agreed +1 decide:approved ?pay:paid"
    f" prepare {_PICKED_UP}",
    "transferred": "accept ~handle +1 !transfer=handle",
    "transferred_done": f"accept ~handle !transfer=handle +1 {_FROM_HANDLE}",
    "assigned": "accept !assign=handle",
    "waived": f"{_APPROVED} pay:waived prepare +1 pickup",
    "paid_by_bank": f"{_APPROVED} +1 !message=payment.confirmed prepare +1 pickup",
    "corrected": f"accept +1 !correct {_FROM_HANDLE}",
    # 不予
    "denied_to_serve": _DENIED,
    "denied_served": f"{_DENIED} +1 serve",
    "denied": f"{_DENIED} serve centre_note",
    # 撤回、作废、退件
    "withdrawn": "accept +1 ~handle +1 !withdraw",
    "withdrawn_by_message": "accept +2 !message=applicant.withdraw",
    "voided": "accept !void",
    "returned": "accept +2 !return",
    # 特别程序
    "survey_asked": "accept +1 handle:special request_special=survey",
    "surveying": _SPECIAL.format("survey") + " ~survey",
    "surveyed": _SPECIAL.format("survey") + f" +1 survey {_FROM_HANDLE}",
    "review_refused": "accept handle:special request_special=expert_review +1 approve_special:refused +1 ~handle",
    "paused_for_experts": _SPECIAL.format("long_review") + " ~conduct",
    "paused_for_tests": _SPECIAL.format("testing"),
    "experts_done": _SPECIAL.format("expert_review") + f" +7 conduct +1 {_FROM_HANDLE}",
    "inspection_done": _SPECIAL.format("inspection") + " +8 conduct ~handle",
    "hearing_told": _SPECIAL.format("hearing") + " tell_right",
    "special_to_ask": "accept +1 handle:special",
    "hearing_to_tell": _SPECIAL.format("hearing"),
    "hearing_to_hold": _SPECIAL.format("hearing") + " tell_right +1 await_request:requested",
    "hearing_waived": _SPECIAL.format("hearing") + f" tell_right +1 await_request:waived {_FROM_HANDLE}",
    "hearing_not_wanted": _SPECIAL.format("hearing") + " tell_right +9 ~handle",
    "hearing_held": _SPECIAL.format("hearing")
    + f" tell_right +2 await_request:requested +14 hold_hearing +1 {_FROM_HANDLE}",
    # 延期
    "extension_asked": "accept +2 handle:extend request_extension",
    "extension_to_ask": "accept +1 handle:extend",
    "extended": "accept +2 handle:extend request_extension +1 approve_extension:agreed ~handle",
    "extended_done": f"accept +1 handle:extend request_extension +1 approve_extension:agreed +4 {_FROM_HANDLE}",
    "extension_refused": "accept +1 handle:extend request_extension +1 approve_extension:refused ~handle",
    # 收件、补正
    "prereview": "prereview",
    "prereview_claimed": "prereview ~prereview",
    "prereviewed": f"prereview +1 prereview:accept +1 {_FROM_HANDLE}",
    "prereview_tolerant": "prereview +1 prereview:tolerant",
    "prereview_corrected": "prereview prereview:correct correct_now:accept +1 ~handle",
    "prereview_correcting": "prereview prereview:correct",
    "prereview_refused": "prereview +2 prereview:refuse",
    "prereview_supplement": "prereview +2 prereview:supplement",
    "deemed_accepted": "prereview +7 ~handle",
    "asked_for_papers": "supplement",
    "papers_arriving": "supplement +2 ~receive=heyutong",
    "still_asked": "supplement +3 receive:incomplete",
    "papers_complete": f"{_SUPPLEMENT} +1 ~handle",
    "papers_done": f"{_SUPPLEMENT} +1 {_FROM_HANDLE}",
    "papers_online": "supplement +3 !message=supplement.submitted",
    "papers_withdrawn": "supplement +3 receive:withdrawn",
    "refused": "refuse",
    "tolerated": "tolerant",
    "tolerated_done": f"tolerant +1 {_FROM_HANDLE}",
    # 即办件
    "instant": "instant",
    "instant_to_check": "accept",
    "instant_checking": "accept ~check",
    "instant_to_pay": "accept check:approved",
    "instant_paying": "accept check:approved ~pay=tanjing",
    "instant_to_pick_up": "accept check:approved ?pay:paid",
    "instant_chief": "accept check:chief",
    "instant_chief_done": "accept check:chief chief_decides:approved ?pay:paid pickup",
    "instant_converted": "accept check:convert",
    "instant_converted_claimed": "accept check:convert +1 ~handle",
    "instant_converted_done": f"accept check:convert +1 {_FROM_HANDLE}",
    "instant_denied": "accept check:denied draft_denial review_denial:agreed +1 sign_denial:signed serve centre_note",
    "instant_denial_to_sign": "accept check:denied draft_denial review_denial:agreed",
    "instant_denial_to_draft": "accept check:denied",
    "instant_denial_to_review": "accept check:denied draft_denial",
    # 联办件
    "joint_to_plan": "accept",
    "joint_planning": "accept ~plan_joint",
    "joint_checking": "prereview check_materials@JY",
    "joint_incomplete": "prereview check_materials=incomplete@XF check_materials@*",
    "joint_branches": "accept plan_joint",
    "joint_confirmed": "accept plan_joint confirm@*",
    "joint_surveying": "accept plan_joint=with_survey",
    "joint_explaining": "accept plan_joint +1 confirm@XF opine:explain@XF",
    "joint_against": f"accept plan_joint {_LAST_BRANCH}",
    "joint_resolving": f"accept plan_joint {_LAST_BRANCH} ~resolve",
    "joint_first_against": "accept plan_joint +1 confirm@JY opine:disagree@JY",
    "joint_to_sum_up": f"accept plan_joint {_BRANCHES}",
    "joint_experts": f"accept plan_joint {_BRANCHES} summarise:special request_special=foundation_review"
    " +1 approve_special:agreed ~conduct",
    "joint_done": f"accept plan_joint {_BRANCHES} summarise:approved prepare {_PICKED_UP}",
    "joint_conditions": f"accept plan_joint +1 !branches:conditions@XF summarise:approved prepare {_PICKED_UP}",
    "joint_partial": f"accept plan_joint {_LAST_BRANCH} +1 resolve summarise:partial prepare {_PICKED_UP}",
    "joint_denied": f"accept plan_joint {_LAST_BRANCH} +1 resolve summarise:denied +1 serve centre_note",
    # 转报件
    "upward_prelim": "accept ~prelim",
    "upward_to_sign": "accept +1 prelim",
    "at_superior": _SUPERIOR,
    "at_superior_contacted": f"{_SUPERIOR} +2 wait:contact +3 wait:contact",
    "superior_asks": f"{_SUPERIOR} +2 wait:contact +3 wait:supplement",
    "superior_approved": f"{_SUPERIOR} +2 wait:contact +3 wait:supplement +1 supply +2 wait:contact +3 wait:approved"
    f" prepare {_PICKED_UP}",
    "superior_refused": f"{_SUPERIOR} +3 wait:contact +3 wait:refused +1 convey",
    "superior_refusal_to_convey": f"{_SUPERIOR} +3 wait:contact +3 wait:refused",
    "upward_denied": "accept +1 prelim=against +1 sign:denied serve centre_note",
    # 特办件
    "green_to_open": "accept",
    "green_to_assign": "accept open:opened",
    "green_to_meet": "accept open:opened assign",
    "green_handling": f"{_GREEN} ~handle",
    "green_done": f"{_GREEN} +1 {_FROM_HANDLE} +3 follow_up",
    "green_to_follow_up": f"{_GREEN} +1 {_FROM_HANDLE}",
    "green_ordinary": "accept open:ordinary +1 ~handle",
    "green_joint": f"{_GREEN} plan_joint confirm@*",
    # 答复件
    "reply_to_judge": "accept",
    "reply_to_explain": "accept judge:refuse",
    "reply_to_fill_in": "accept judge:uncertain",
    "judging": "accept ~judge",
    "replied": "accept judge:refuse explain",
    "reply_denied": "accept judge:deny draft_denial +1 review_denial:agreed sign_denial:signed serve centre_note",
    "reply_uncertain": "accept judge:uncertain fill_in prereview:accept +1 ~handle",
    # 咨询件
    "asked": "accept",
    "answer_to_register": "accept answer:answered",
    "asked_department": "accept answer:transfer",
    "answered_by_department": "accept answer:transfer +1 department finish:answered",
    "answered": "accept answer:answered finish:answered",
    "became_application": "accept answer:answered finish:convert !apply check:approved ?pay:paid pickup",
    # 请假
    "leave_one_day": "internal apply=one_day accept:agreed tier_1:agreed +3 return",
    "leave_half_more": "internal apply=half_more accept:agreed tier_2:agreed +4 return",
    "leave_four_days": "internal apply=four_days accept:agreed tier_3:agreed tier_3:agreed +3 return=early",
    "leave_week_running": "internal apply=week accept:agreed tier_3:agreed tier_3:agreed",
    "leave_to_approve": "internal apply=four_days accept:agreed",
    "leave_to_apply_again": "internal apply=one_day accept:refused",
    "leave_day_to_approve": "internal apply=one_day accept:agreed",
    "leave_days_to_approve": "internal apply=half_more accept:agreed",
    "leave_to_accept": "internal apply=one_day",
    "leave_approving": "internal apply=four_days accept:agreed ~tier_3=fangmingyuan",
    "leave_of_chief": "internal apply=chief_day accept:agreed",
    "leave_refused": "internal apply=one_day accept:agreed tier_1:refused",
}
