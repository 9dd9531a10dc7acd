"""The sentences, numbers and choices of the demo's forms, by field key; braces are filled from the scene."""

from __future__ import annotations

from typing import Any

_PLACES = ("云川市{street} {number} 号", "云川市{street}与学府路交叉口东南角", "高新区{street} {number} 号")
_BASIS = ("《中华人民共和国行政许可法》第三十八条第二款",)
_REASONS = ("核查情况与申报材料不一致，不符合法定条件。", "申请材料中的证明文件已过有效期，不符合法定条件。")
_RETURNED = ("核实记录不完整，请补充后重新提交。", "请核对申请表与附件是否一致。", "承办意见没有写明依据，请补充。")
_ANSWERS = (
    "办理{item}的条件、材料清单和样表已一次性告知；材料齐全的，窗口当场受理。",
    "可以由他人代办，请带授权委托书和双方身份证。网上也可以申请，结果可以邮寄。",
)

TEXTS_BY_KEY: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("place", "site", "address", "shop_address", "hotel_address", "house_address"), _PLACES),
    **dict.fromkeys(("survey_place", "device_place"), _PLACES),
    **dict.fromkeys(("deny_text",), _REASONS),
    **dict.fromkeys(("deny_basis",), _BASIS),
    **dict.fromkeys(("return_reason", "reason"), _RETURNED),
    **dict.fromkeys(("company_name", "place_name"), ("{applicant}",)),
    "builder": ("{builder}",),
    "last_employer": ("{employer}",),
    "answer": _ANSWERS,
    "business_scope": ("日用百货销售；食品销售（仅预包装）；信息咨询服务。", "软件开发；技术服务；电子产品销售。"),
    "change_text": ("经营范围增加“食品销售（仅预包装）”。",),
    "branch_basis": _BASIS,
    "branch_conditions": ("开工前把本部门要求的资料补交窗口存档。",),
    "branch_reason": ("申报内容与本部门掌握的登记信息不一致。",),
    "branch_question": ("请说明申报内容与附图不一致之处。",),
    "buildings": ("1、2、5 号楼", "3 号楼、6 号楼"),
    "certificate_text": ("准予{applicant}从事申请的活动，具体内容以申请材料和附件为准。",),
    "certificate_title": ("{item}证明文件",),
    "chief_question": ("申请人同时申请两种票种，是否可以一并核定？",),
    "contact_note": ("电话联系业务处，材料已进入专家论证，预计下周出意见。", "经联系，处室正在会签，无需补充材料。"),
    "content": ("新建标准厂房两栋及配套设施，总建筑面积 18600 平方米。", "建设年产 2 万套零部件生产线一条。"),
    "convert_reason": ("有关情况需要核实，不能当场确定。", "需调阅以往登记资料后确定。"),
    "correction": ("更正申请表中的联系电话，申请人当场签字确认。",),
    "corrected": ("申请表第 3 栏面积单位笔误，申请人当场更正并签字。",),
    "device_no": ("DT2024-0813", "GL2025-0127"),
    "dump": ("云川市北郊建筑垃圾消纳场",),
    "escrow": ("云川农商银行营业部监管专户",),
    "explanation": ("夹层仅作仓储，无人员长期停留，附平面图和承诺书。",),
    "extension_approver": ("负责人 {leader}",),
    "extension_reason": ("需等待产权单位书面答复，原定时限内不能完成核实。",),
    "follow_up_note": ("企业反映用电报装进度慢，已转供电公司。",),
    "give_up_proof": ("申请人书面说明 1 份",),
    "green_basis": ("市重点项目清单（本年第二批）第 7 项", "市政府专题会议纪要〔{year}〕21 号"),
    "green_refusal": ("投资额未达到标准，也不在重点项目清单内。",),
    "green_signed_by": ("姚远",),
    "handle_opinion": (
        "经审查申请材料并核实有关情况，符合法定条件，拟准予。",
        "材料齐全、形式合法，核查内容与申报一致，建议准予。",
        "符合规定的条件和标准，拟同意，请审核。",
    ),
    "handover": ("手头三件待审材料已放在左侧文件架，下午有一件约了申请人补正。",),
    "hearing_application": ("申请人当日提交书面听证申请",),
    "hearing_waiver": ("申请人签署的放弃听证声明",),
    "hearing_persons": ("{visitor}",),
    "hotel_name": ("云川悦来宾馆", "云川如归酒店"),
    "lapse_reason": ("申请人书面表示不再办理。",),
    "leave_reason": ("家中有事需要处理。",),
    "letter_body": ("请予审批。",),
    "major_conclusion": ("经集体研究，利害关系人无异议，可以准予。",),
    "major_reason": ("设置位置临近住宅，直接关系他人重大利益。",),
    "manager_name": ("邹敏",),
    "minutes": ("到会部门同意按绿色通道办理，明确专人对接、随到随办。", "到会部门逐项核对前期手续，余下的由专人跟进。"),
    "attendants": ("有关部门窗口负责人、中心业务科、申请人代表",),
    "maker": ("云川恒信印章服务部",),
    "missing_items": ("消防设计审查意见书",),
    "missing_text": ("{missing}",),
    "note": ("已备查，理由和救济途径告知完整。",),
    "notice_result": ("公示期内无异议。",),
    "org_name": ("云川市阳光社区服务中心", "云川市晚晴养老服务中心"),
    "plan_text": ("各部门并行审查，在规定时限内答复，由牵头窗口汇总。",),
    "prelim_opinion": ("申报材料齐全，项目符合产业政策和规划，同意上报。",),
    "project_name": ("{applicant}生产基地建设项目", "云川市{street}综合楼工程", "云川新城 B-{number} 地块项目"),
    "question": ("办理{item}需要准备哪些材料，可以让别人代办吗？", "{item}多长时间能办好，费用怎么收？"),
    "question_facts": ("申请人当面说明情况，窗口查阅有关规定。",),
    "received_items": ("{missing}",),
    "right_body": ("云川市住房和城乡建设局",),
    "road": ("{street}（学府路口至钟山路口）北侧人行道",),
    "school_name": ("云川市启明艺术培训学校",),
    "shop_name": ("老街坊小吃店", "好邻居便利店", "小满花店"),
    "special_basis": ("《中华人民共和国行政许可法》第四十五条",),
    "special_body": ("市专家库抽取的专家组",),
    "special_reason": ("涉及结构安全，需要专业判断。", "需要核实现场情况。"),
    "special_summary": ("结论通过，附加两条改进建议，申请人已书面承诺落实。",),
    "still_missing": ("{missing}",),
    "summary": ("各部门意见一致，同意办理，由牵头窗口统一发证。",),
    "partial_text": ("规划、环保意见成立并准予；消防部分不予，整改后另行申请。",),
    "superior_body": ("省发展和改革委员会",),
    "superior_reasons": ("项目不符合最新产业布局要求，不予核准。",),
    "superior_request": ("补充能耗替代方案的测算依据",),
    "supervisor_body": ("云川市民政局",),
    "supplied": ("能耗替代方案测算说明 1 份",),
    "survey_findings": ("现场位置、尺寸与申报一致，周边无遮挡，通道畅通。", "设施设备已到位，布局与图纸一致。"),
    "survey_fix": ("更换一处松动的固定支架。",),
    "finding": ("符合本部门要求。",),
    "told_text": ("上级决定书内容、理由和救济途径已逐条告知。",),
    "third_party_statement": ("相邻住户代表书面表示无异议。",),
    "tolerant_items": ("{missing}",),
    "transfer_note": ("涉及专业问题，请业务科答复。",),
    "waiver_reason": ("属于小微企业首次申请，按规定免收。",),
    "department_name": ("规划局", "生态环境局", "消防支队"),
    "industry_note": ("无",),
    "account": ("云川农商银行 6228 **** **** 1024",),
}

BY_ITEM: dict[str, dict[str, Any]] = {
    "CG-HWGG": {"ad_kind": "招牌", "question_facts": "申请人要求在住宅楼外墙加建设施，现场询问情况并查阅规定。"},
    "FG-ZDTZ": {"industry": "机械制造", "project_name": "{applicant}生产基地建设项目"},
    "GH-GHXK": {"project_name": "云川新城 B-{number} 地块项目"},
    "HB-HPBG": {"industry": "制造业"},
    "JY-MBXX": {"school_kind": "艺术"},
    "SC-QYBG": {"change_kinds": "经营范围"},
    "SC-QYKB": {"company_name": "云川{brand}商贸有限公司", "company_type": "有限责任公司"},
    "SC-SPJY": {"shop_name": "{applicant}", "business_kind": "餐饮服务经营者"},
    "SC-YPLS": {"shop_name": "百姓大药房"},
    "WJ-GGWS": {"place_kind": "理发美容"},
    "ZJ-JGBA": {"project_name": "云川新城 B-{number} 地块项目"},
    "ZJ-SGXK": {
        "minutes": "对疏散通道整改方案达成一致，整改后由消防复查。",
        "attendants": "住建局、规划局、生态环境局、消防支队、发展改革委、中心业务科",
    },
    "ZJ-SPYS": {"project_name": "云川新城 B-{number} 地块项目"},
}
"""What fits the item, where something general would not."""
ALWAYS: dict[str, str] = {"survey_waiver": "近期巡查时已到场核实，附核实记录和照片。"}
BY_DEPARTMENT: dict[str, dict[str, str]] = {
    "XF": {
        "branch_basis": "《中华人民共和国消防法》第十二条",
        "branch_conditions": "施工现场设置临时消防车道和消防水源，并保持畅通。",
        "branch_reason": "二层疏散通道宽度不足，需整改后复查。",
        "branch_question": "请说明二层夹层的用途和使用人数。",
    },
    "GH": {
        "branch_basis": "《中华人民共和国城乡规划法》第四十条",
        "branch_conditions": "按批准的总平面图放线，验线合格后开工。",
        "branch_reason": "停车配建数量低于规划条件。",
        "branch_question": "请说明地下车库出入口的位置。",
    },
    "HB": {
        "branch_basis": "《中华人民共和国环境影响评价法》第二十五条",
        "branch_conditions": "施工前落实降尘措施并在围挡公示监督电话。",
        "branch_reason": "环境影响评价文件尚未批准。",
        "branch_question": "请说明施工废水的排放去向。",
    },
}
"""What a department of a joint case would say, each by its own law; the others say the general sentence."""

SERIALS: dict[str, str] = {
    "branch_document": "云办〔{year}〕{number} 号",
    "card_no": "YC0021{number:04d}",
    "plate": "云A·D1{row}{number:04d}",
    "contract_no": "YC{year}{number}",
    "invoice_no": "2633{year}{number}",
    "permit_no": "云建施〔{year}〕{number} 号",
    "pharmacist_no": "2214{year}{number}",
    "project_code": "{month}-139900-04-01-1{number:05d}",
    "receipt_no": "3702{number}8816",
    "special_report_no": "评〔{year}〕{number} 号",
    "superior_document": "省发改审〔{year}〕{number} 号",
    "tracking_no": "YT99{number}0021",
    "unit_no": "139900 001001 GB{number} F0001",
    "waiver_document": "云财减〔{year}〕{number} 号",
}

NUMBERS: dict[str, tuple[float, float, int]] = {
    "ad_height": (0.8, 2, 1), "ad_width": (2, 9, 1), "amount": (25, 200, 0), "area": (120, 4200, 0),
    "capital": (200, 3000, 0), "contract_amount": (300, 780, 0), "contract_price": (480000, 2600000, 2),
    "dig_area": (6, 60, 1), "energy": (1200, 9000, 0), "floors": (1, 5, 0), "funds": (3, 50, 0),
    "green_investment": (5200, 30000, 0), "house_area": (62, 190, 2), "investment": (800, 9000, 0),
    "protection_investment": (20, 180, 0),
    "load": (5, 30, 1), "measured_area": (40, 300, 0), "outlets": (1, 6, 0), "paid_months": (13, 180, 0),
    "plot_ratio": (1, 3, 2), "green_ratio": (25, 45, 0), "power": (200, 3000, 0), "rooms": (12, 120, 0),
    "share": (20, 800, 0), "shop_area": (30, 320, 0), "special_days": (8, 15, 0), "staff": (3, 20, 0),
    "teachers": (4, 20, 0), "trucks": (2, 18, 0), "units": (24, 180, 0), "volume": (300, 9000, 0),
}  # fmt: skip

DAYS_OFF: dict[str, int] = {
    "accepted_on": -20, "checked_on": -25, "follow_up_on": 0, "from_on": 12, "left_on": -70,
    "start_on": 15, "to_on": 27, "tolerant_due": 15, "until": 720,
}  # fmt: skip

WORKDAYS_OFF: dict[str, int] = {"hearing_notice_on": -8, "notice_from": -6, "special_date": 2}
"""The doors must be open then, or the law counts so."""

PICKED: dict[str, tuple[str, ...]] = {
    "complete": ("yes",),
    "consult_way": ("face", "phone"),
    "delivery_way": ("window", "window", "courier", "electronic"),
    "deny_reasons": ("不符合法定条件",),
    "follow_up_result": ("started", "preparing"),
    "green_category": ("investment", "key_project"),
    "refusal_ground": ("not_competent",),
    "return_kind": ("on_time",),
    "scope_kind": ("general", "general", "medical", "transport"),
    "special_conclusion": ("pass",),
    "survey_conclusion": ("pass",),
    "survey_needed": ("no",),
    "way": ("check",),
}

_LEAVE = {"from_half": "morning", "to_half": "evening", "substitute": "{deputy}"}
VARIANTS: dict[str, dict[str, Any]] = {
    "conditional": {"conditions": "每半年检查一次结构和用电安全；期满前三十日可以申请延续。"},
    "large": {"ad_kind": "电子显示屏", "ad_width": 12.5, "ad_height": 6.2},
    "against": {
        "handle_opinion": "核查情况与申报材料不一致，不符合法定条件，拟不予许可，请审核。",
        "prelim_opinion": "证明文件已过有效期，不符合申报条件，建议不予上报。",
    },
    "survey": {"special_kind": "survey", "special_days": 3, "special_reason": "需要到现场核实位置和尺寸。"},
    "expert_review": {
        "special_kind": "expert_review",
        "special_days": 10,
        "special_reason": "大型设施，结构安全需专家评审。",
    },
    "foundation_review": {
        "special_kind": "expert_review",
        "special_days": 5,
        "special_reason": "深基坑专项方案需专家评审。",
    },
    "long_review": {"special_kind": "expert_review", "special_days": 25, "special_reason": "等待省级专家库排期评审。"},
    "hearing": {"special_kind": "hearing", "special_days": 20, "special_reason": "直接关系相邻住户重大利益。"},
    "inspection": {"special_kind": "inspection", "special_days": 12, "special_reason": "经营场所需经检验。"},
    "testing": {"special_kind": "testing", "special_days": 12, "special_reason": "室内空气和水质需送检。"},
    "with_survey": {"survey_needed": "yes"},
    "incomplete": {"complete": "no", "missing_items": "消防设计审查意见书"},
    "one_day": {"leave_from": "{day_2}", "leave_to": "{day_2}", "leave_type": "personal", **_LEAVE},
    "half_more": {"leave_from": "{day_2}", "leave_to": "{day_3}", "leave_type": "sick", **_LEAVE, "to_half": "noon"},
    "four_days": {"leave_from": "{day_1}", "leave_to": "{day_4}", "leave_type": "annual", **_LEAVE},
    "chief_day": {"leave_from": "{day_3}", "leave_to": "{day_3}", "leave_type": "annual", **_LEAVE},
    "week": {"leave_from": "{today}", "leave_to": "{day_7}", "leave_type": "annual", **_LEAVE},
    "early": {"return_kind": "early"},
    "window": {"delivery_way": "window"},
    "unpaid": {"contact_note": "电话联系，申请人称下周缴款。"},
}
