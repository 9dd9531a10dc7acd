"""What cases, tasks, clocks, documents, fees and messages say when they refuse: (Chinese, English)."""

from __future__ import annotations

CASE: dict[str, tuple[str, str]] = {
    "case.unknown": (
        "没有办件 {case}，或者您所在的部门看不到它。请检查编号；办理其他部门的办件请找中心。",
        "There is no case {case}, or your department does not see it. Check the number, or ask the centre.",
    ),
    "case.has_ended": (
        "办件 {case} 已经结束（{outcome}），不能再办。要改正记录请用“更正”。",
        "Case {case} has ended ({outcome}) and cannot go on. To put its record right use “correct” (更正).",
    ),
    "case.has_no_flow": (
        "办件 {case} 只有登记没有流程（不予受理的办件就是这样），没有可以推进的环节。",
        "Case {case} is registered without a flow (as refused applications are), so no step can be taken.",
    ),
    "case.not_accepted": (
        "办件 {case} 还没有受理，不能作这一步。请先受理。",
        "Case {case} is not accepted yet, so this cannot be done. Accept it first.",
    ),
    "case.already_accepted": (
        "办件 {case} 已在 {at} 受理，不能再不予受理。不符合条件的请作不予批准的决定。",
        "Case {case} was accepted at {at} and cannot be refused any more. If it must fail, deny it.",
    ),
    "case.already_decided": (
        "办件 {case} 已在 {at} 作出决定（{decision}），不能再改。要改正请用“更正”，并写明理由。",
        "Case {case} was decided at {at} ({decision}). To put it right use “correct” (更正) with a reason.",
    ),
    "case.reason_missing": ("请写明理由，它会留在办件记录里。", "Give a reason; it stays in the record of the case."),
    "case.nothing_to_correct": (
        "没有要更正的内容：填写的和现在的一样。请改动至少一项。",
        "Nothing differs from what is recorded. Change at least one entry.",
    ),
    "case.not_correctable": (
        "“{name}”不能更正。可以更正的有：{allowed}，以及表单里填写的内容。",
        "{name} cannot be corrected. What can be: {allowed}, and what was filled in on a form.",
    ),
    "case.correction_unfit": ("“{label}”不能这样更正：{problem}", "“{label}” cannot be put right so: {problem}"),
    "case.title_missing": ("请填写标题。", "Fill in a title."),
    "milestone.unknown": (
        "流程图写的里程碑“{milestone}”本系统不认识。请流程设计员改正 banjian:milestone。",
        "The diagram names a milestone “{milestone}” that is unknown here. Ask the designer to mend banjian:milestone.",
    ),
    "case_type.unknown": ("没有“{case_type}”这种办件类型。请从列表里选。", "There is no case type {case_type}."),
    "case_type.not_for_item": (
        "这个事项是{base_type}，不能按{case_type}登记。请按事项的类型登记，或选特办件、答复件。",
        "This item is {base_type}; a case of it cannot be {case_type}. Use the item's own type, or special or reply.",
    ),
    "case_type.not_listed": (
        "这个事项不能按{case_type}登记，可以选：{allowed}。",
        "This item takes no {case_type} case. It may be: {allowed}.",
    ),
    "case_type.no_channel": (
        "办件 {case} 没有开通绿色通道，不用关闭。",
        "Case {case} is not in the green channel; there is nothing to close.",
    ),
    "case_type.reason_missing": ("改变办件类型要写明理由。", "Changing the case type needs a reason."),
    "acceptance.reason_missing": (
        "不予受理必须写明理由（行政许可法第三十二条）。请填写“理由”。",
        "Refusing to accept needs its reason in writing (Permit Law Art. 32). Fill in the reason.",
    ),
    "acceptance.not_tolerant": (
        "事项“{item}”不允许容缺受理。请一次性告知补正，或在补齐后受理。",
        "Item {item} does not allow acceptance with papers missing. Ask for a supplement instead.",
    ),
    "acceptance.nobody_applies": (
        "办件 {case} 没有申请人，不能受理。请在登记页写明申请人，另行登记申请。",
        "Nobody applies in case {case}, so it cannot be accepted. Register the application with its applicant.",
    ),
    "acceptance.materials_missing": (
        "还缺必备材料：{missing}。请一次性告知补正；事项允许时可以容缺受理。",
        "Required papers are missing: {missing}. Ask for a supplement, or accept with tolerance where the item lets you.",
    ),
    "acceptance.by_silence": (
        "{case} 的一次性告知期限 {due} 已经届满，没有告知的，自收件之日起即为受理（行政许可法第三十二条），不能再要求补正或者不予受理。请选受理。",
        "The time to tell the applicant of {case} what is missing ended at {due}; nothing was told, so it counts as "
        "accepted since its receipt (Permit Law Art. 32): no papers can be asked for and it cannot be refused. Accept it.",
    ),
    "acceptance.right_body_missing": (
        "不属于本机关职权范围的，要告诉申请人向哪个机关申请。请填写“有权办理的机关”。",
        "When another body is competent, the applicant must be told which. Fill in the right body.",
    ),
    "acceptance.no_prereview": (
        "事项“{item}”的流程没有预审环节。请当场受理、一次性告知补正或不予受理。",
        "The flow of item {item} has no pre-review. Accept, ask for a supplement, or refuse on the spot.",
    ),
    "registration.channel_unknown": ("没有“{channel}”这种申请渠道。", "There is no channel {channel}."),
    "registration.material_unknown": (
        "这个事项没有编码为“{material}”的材料，不得另行要求（行政许可法第三十一条）。请刷新后按清单核对。",
        "The item has no material {material}, and none may be asked for beside its list (Permit Law Art. 31); reload the list.",
    ),
    "registration.material_state": (
        "材料核对不能写“{state}”，只能是合格、缺、不符合或容缺。请重新选择。",
        "A material cannot be marked {state}, only as good, missing, unfit or tolerated; choose again.",
    ),
    "registration.applicant_missing": (
        "请填写申请人的{what}；只有咨询件可以匿名。",
        "Fill in the applicant's {what}; only a consultation may be anonymous.",
    ),
    "registration.id_number_wrong": (
        "{what}不对：{problem}",
        "The {what} is wrong: {problem}",
    ),
    "registration.phone_wrong": (
        "“{value}”不是电话号码。请写手机号，例如 13912340268；没有手机的写带区号的固定电话。",
        "{value} is no telephone number. Write a mobile number such as 13912340268, or a fixed line with its area code.",
    ),
    "registration.name_differs": (
        "这个证件号登记的是“{known}”，和填写的“{name}”不同。请核对证件；确实改了名的，请勾选“已更名”。",
        "This number belongs to {known}, not to {name}. Check the document; if the name was changed, say so.",
    ),
    "registration.received_later": (
        "收件时间 {at} 在将来。请改为实际收到材料的时间。",
        "The time of receipt {at} lies in the future. Use the time at which the papers arrived.",
    ),
    "supplement.flow_runs": (
        "办件 {case} 的流程已经开始，补正在流程的任务里登记。请到工作台办理。",
        "The flow of case {case} runs already; register the supplement in its task on the workbench.",
    ),
    "registration.item_internal": (
        "“{item}”是内部事务，不在窗口登记。请从工作台“发起内部事务”。",
        "{item} is a staff matter and is not registered at the counter. Start it from the workbench.",
    ),
    "registration.item_not_internal": (
        "“{item}”不是内部事务。请在窗口登记。",
        "{item} is not a staff matter. Register it at the counter.",
    ),
    "registration.no_flow": (
        "事项“{item}”绑定的流程 {definition} 没有现行版本，不能登记。请管理员发布流程或改绑。",
        "Item {item} is bound to the flow {definition}, which has no current version. Ask an administrator.",
    ),
    "registration.no_point": (
        "您没有所属的服务中心，不能登记办件。请管理员在人员资料里设置。",
        "You belong to no service point, so you cannot register cases. Ask an administrator to set it.",
    ),
    "supplement.after_acceptance": (
        "办件 {case} 已经受理，受理后不能再要求补正。申请人补充说明的，请在办件页写留言或添加附件（留在记录里，不停表）。",
        "Case {case} is accepted; no supplement may be asked for after that. What the applicant explains is kept as a "
        "comment or a file on the case page; the clock runs on.",
    ),
    "supplement.nothing_listed": (
        "请列出需要补正的全部内容，至少一项（行政许可法第三十二条）。",
        "List everything that is missing, at least one thing (Permit Law Art. 32).",
    ),
    "supplement.new_items": (
        "第二次补正只能要求第一次列出、现在仍不合格的内容。新增了：{items}。请去掉，或写明再次告知的理由。",
        "A second notice may only hold what the first one did. New: {items}. Remove it, or justify it in writing.",
    ),
    "case.archived": (
        "办件 {case} 已在 {at} 归档，不能再改。有误的请用“更正”，原来的内容会留在记录里。",
        "Case {case} was archived at {at} and takes no more work. Correct a mistake; what stood there stays on record.",
    ),
    "archive.failed": ("办件没能归档：{problem}", "The case could not be archived: {problem}"),
    "supplement.not_asked": (
        "办件 {case} 没有在等补正材料。请刷新页面。",
        "Case {case} does not wait for a supplement. Reload the page.",
    ),
    "decision.reasons_missing": (
        "不予批准必须说明理由（行政许可法第三十八条）。请填写“理由”。",
        "A denial needs its reasons (Permit Law Art. 38). Fill in the reasons.",
    ),
    "upward.body_missing": ("请填写上报到哪个机关。", "Fill in the superior body it is submitted to."),
    "leave.no_working_day": (
        "{first}到{last}之间没有工作日，不用请假。请检查日期。",
        "There is no working day from {first} to {last}: no leave is needed. Check the dates.",
    ),
    "upward.received_on": (
        "上级收件日期应当在报送之日（{sent}）以后、今天以前，填写的是 {day}。请改正。",
        "The superior received the letter after it was sent ({sent}) and not later than today; {day} is neither.",
    ),
    "plan.not_a_member": (
        "{department} 不是这个联办事项的成员部门。成员有：{members}。",
        "{department} is no member of this joint item. Members: {members}.",
    ),
    "plan.no_members": (
        "这个事项没有配置成员部门，不能分派。请管理员在事项里填写。",
        "This item has no member departments, so there is nobody to send branches to. Ask an administrator.",
    ),
    "copy_notice.no_departments": ("请选择要抄告的部门。", "Choose the departments to copy to."),
    "survey.two_officers": (
        "现场踏勘要两名以上工作人员（行政许可法第三十四条），现在写了 {named} 名。请补充。",
        "A site survey needs two officers or more (Permit Law Art. 34); {named} named. Add another.",
    ),
    "notice.text_missing": ("通知内容是空的。请填写。", "The notice has no text. Fill it in."),
    "person.ambiguous": (
        "叫“{person}”的不止一人。请写登录名。",
        "More than one person is called {person}. Give the user name.",
    ),
    "person.unknown": (
        "没有“{person}”这个人。请核对姓名或登录名。",
        "There is nobody called {person}. Check the name or user name.",
    ),
    "person.closed": ("{person}的账号已停用。请另选一位。", "{person}'s account is closed. Choose somebody else."),
}

CLOCK: dict[str, tuple[str, str]] = {
    "clock.already_paused": (
        "已经停表（{kind}，{since} 起）。请先恢复计时。",
        "The clock stands already ({kind}, since {since}). Resume it first.",
    ),
    "clock.not_paused": ("现在没有停表，不用恢复。", "The clock is not stopped, so there is nothing to resume."),
    "clock.not_running": ("{clock}没有在计时。", "The {clock} does not run."),
    "clock.already_extended": (
        "{clock}已经延长过 {amount} 个工作日，只能延长一次（行政许可法第四十二条）。",
        "The {clock} was extended once by {amount} working days; that is allowed only once (Permit Law Art. 42).",
    ),
    "clock.extension_too_late": (
        "{clock}已在 {due} 到期，到期后不能延长。请尽快办结并说明原因。",
        "The {clock} ended at {due}; it cannot be extended afterwards. Finish the case and explain.",
    ),
    "clock.just_started": (
        "{clock}刚刚开始计时，下一步才能延长。",
        "The {clock} has only just started; it can be extended from the next step on.",
    ),
}

TASK: dict[str, tuple[str, str]] = {
    "task.unknown": ("没有这个任务，可能已被删除。请回到工作台。", "There is no such task. Go back to the workbench."),
    "task.person_missing": ("没有选人。请选一位同事。", "Nobody was chosen. Choose a colleague."),
    "task.data_unreadable": (
        "表单内容没有完整传到，什么也没有保存。请返回上一页再提交一次。",
        "The form did not arrive whole, so nothing was saved. Go back and submit it once more.",
    ),
    "task.already_claimed": (
        "{holder}在 {at} 先认领了“{task}”。您填的还在；需要的话请{holder}转办给您。",
        "{holder} claimed “{task}” first, at {at}. What you typed is kept; ask {holder} to hand it over if need be.",
    ),
    "task.done": (
        "{holder}在 {at} 已经办完“{task}”。请刷新看办件现在到了哪一步。",
        "{holder} finished “{task}” at {at}. Reload to see where the case is now.",
    ),
    "task.cancelled": (
        "“{task}”在 {at} 已撤回（{reason}），不用再办。",
        "“{task}” was withdrawn at {at} ({reason}); nothing is left to do.",
    ),
    "task.not_offered": (
        "“{task}”不是您的岗位办理的，由{role}办理。请找他们，或请首席代表派给您。",
        "“{task}” is not for your post but for {role}. Ask them, or have the chief representative assign it to you.",
    ),
    "task.self_approval": (
        "“{task}”不能由您办理：同一办件的“{other}”是{person}办的，承办和审批必须分开。请其他同事办理。",
        "You may not do “{task}”: {person} did “{other}” of this case, and handling and approving must be apart.",
    ),
    "task.own_application": (
        "“{task}”不能由您办理：这个办件的申请人就是您本人。请其他同事办理。",
        "You may not do “{task}”: you are the applicant of this case. Another colleague must.",
    ),
    "task.outcome_missing": ("请选择“{task}”的办理结果：{options}。", "Choose an outcome of “{task}”: {options}."),
    "task.outcome_not_one": (
        "“{task}”只能选一个办理结果：{options}。",
        "“{task}” has one outcome only: {options}.",
    ),
    "task.outcome_alone": (
        "“{outcome}”只在其他各项都不选时适用。请只选“{outcome}”，或者不选它。",
        "“{outcome}” applies only where nothing else is chosen. Choose it alone, or leave it out.",
    ),
    "task.outcome_unknown": (
        "“{outcome}”不是“{task}”的办理结果。可以选：{options}。",
        "{outcome} is no outcome of “{task}”. Choose one of: {options}.",
    ),
    "task.document_missing": (
        "“{task}”要先出具{document}才能完成。请先点“生成文书”。",
        "“{task}” cannot be completed before {document} is drawn up. Draw it up first.",
    ),
    "task.not_yours": (
        "“{task}”现在由{holder}办理，您不能替他做这一步。",
        "“{task}” is with {holder}, so you cannot do this.",
    ),
    "task.for_one_alone": (
        "“{task}”只指定给您一人，退回后没有人能认领。请转办给同事。",
        "“{task}” is for you alone; given back, nobody could claim it. Hand it over to a colleague instead.",
    ),
    "task.not_claimed": ("“{task}”还没有人认领。", "Nobody has claimed “{task}” yet."),
    "task.reason_missing": ("请写明理由，它会留在办件记录里。", "Give a reason; it stays in the record."),
    "task.person_unfit": (
        "{person}没有办理“{task}”的岗位（{role}）。请选有这个岗位的同事。",
        "{person} holds no post for “{task}” ({role}). Choose a colleague who does.",
    ),
    "task.to_oneself": ("“{task}”已经在您手里。", "“{task}” is with you already."),
    "task.form_broken": (
        "“{task}”的表单 {form} 不能使用：{problem} 请流程设计员改正。",
        "The form {form} of “{task}” cannot be used: {problem} Ask the designer to mend it.",
    ),
    "task.nobody": (
        "“{task}”没有人可以办理（{roles}），已交给兜底人员。请管理员补上岗位人员。",
        "Nobody can do “{task}” ({roles}); the fallback person has it. Ask an administrator to fill the post.",
    ),
    "task.form_invalid": (
        "有 {count} 项没有填对，请按下面的提示改正。",
        "Entries that are not right: {count}; correct what is listed below.",
    ),
    "task.no_document": (
        "“{task}”不需要出具文书。",
        "“{task}” needs no document to be drawn up.",
    ),
    "task.data_too_large": (
        "填写的内容超过了 {most} KB，没有保存。请把长的内容作为附件上传。",
        "What was filled in has more than {most} KB and was not kept. Upload long texts as a file.",
    ),
    "comment.empty": ("留言是空的。请写点内容。", "The comment is empty. Write something."),
    "phrase.empty": ("常用意见是空的。请写点内容。", "The phrase is empty. Write something."),
    "phrase.too_long": ("常用意见最多 200 字。", "A phrase has 200 characters at most."),
}

REST: dict[str, tuple[str, str]] = {
    "document.unknown_kind": ("没有“{kind}”这种文书。", "There is no kind of document called {kind}."),
    "document.unknown": ("没有这份文书。请从办件页面打开。", "There is no such document. Open it from the case."),
    "document.not_drawn": ("文书没有生成：{problem}。", "The document was not drawn up: {problem}."),
    "fee.unknown_rule": (
        "事项的收费规则“{kind}”不认识。请管理员改正。",
        "The item's fee rule {kind} is unknown. Ask an administrator to mend it.",
    ),
    "fee.value_missing": (
        "计算费用要用“{field}”，现在的值“{value}”不是数字。请填写，例如 1200.50。",
        "The fee needs {field}, and {value} is no number. Fill it in, for example 1200.50.",
    ),
    "fee.reduction": ("减免比例要在 0 到 1 之间，不是“{value}”。", "A reduction lies between 0 and 1, not {value}."),
    "fee.negative": ("算出的费用是负数，请检查“{field}”。", "The fee comes out negative; check {field}."),
    "fee.item_is_free": (
        "事项“{item}”公布为不收费，不能开缴款单。",
        "Item {item} is published as free of charge; no payment order may be opened.",
    ),
    "fee.nothing_due": ("应缴金额是 {amount}，不用开缴款单。", "The amount is {amount}; no payment order is needed."),
    "fee.basis_missing": ("请填写收费依据，没有依据不能收费。", "Give the basis; nothing is charged without one."),
    "fee.order_open": (
        "办件 {case} 还有没缴的缴款单，不能再开。",
        "Case {case} has an unpaid payment order; no other can be opened.",
    ),
    "fee.no_order": ("办件 {case} 没有等待缴费的缴款单。", "Case {case} has no open payment order."),
    "fee.receipt_missing": (
        "请填写银行收据编号。没有收据编号不能出证（先税费后证）。",
        "Fill in the number of the bank's receipt. Without it no certificate is issued.",
    ),
    "fee.receipt_used": (
        "收据编号 {receipt} 已经登记过，一张收据只能用一次。请核对。",
        "Receipt {receipt} is registered already; each is used once. Check the number.",
    ),
    "fee.not_less": (
        "减缴后的金额 {amount} 元应当大于零、小于原金额 {before} 元。请核对批准文件；全部免除的选“批准免缴”。",
        "The reduced amount {amount} must be above 0 and below {before}; if nothing is to be paid, choose the waiver.",
    ),
    "fee.waiver_missing": (
        "免缴要有政府批准文件（减免批准文号）。请填写。",
        "A waiver needs the government's approval document. Fill in its number.",
    ),
    "fee.unpaid": (
        "办件 {case} 还没有缴费，不能出证。请先登记银行收据编号。",
        "Case {case} is not paid, so no certificate can be issued. Register the bank's receipt first.",
    ),
    "certificate.not_approved": (
        "办件 {case} 还没有准予的决定，不能出证。",
        "Case {case} is not approved, so no certificate can be issued.",
    ),
    "certificate.number_used": ("证照编号 {number} 已经用过。请换一个。", "Number {number} is taken. Use another."),
    "certificate.receiver_missing": ("请填写领取人姓名。", "Fill in who receives it."),
    "certificate.delivered_later": (
        "领取或寄出日期 {day} 还没有到。请填写实际送达的日期。",
        "The day of delivery, {day}, has not come yet. Fill in the day on which it was handed over.",
    ),
    "certificate.way_unknown": (
        "没有“{way}”这种送达方式。可以选：{allowed}。",
        "There is no way of delivery called {way}. Choose one of: {allowed}.",
    ),
}

TEXTS: dict[str, tuple[str, str]] = {**CASE, **CLOCK, **TASK, **REST}
