"""The words of the item catalogue."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "item.not_found": ("没有编码为“{item}”的事项。请检查编码。", "There is no item {item}. Check its code."),
    "item.version_not_found": (
        "没有编号 {version} 的事项版本。请刷新页面。",
        "There is no item version {version}. Reload the page.",
    ),
    "item.not_in_force": (
        "事项“{item}”在 {day} 没有生效的版本，不能受理。请系统管理员发布这个事项，或改办别的事项。",
        "The item {item} is not in force on {day}, so no case can be accepted. Ask an administrator to publish it, or "
        "choose another item.",
    ),
    "item.promise_exceeds_law": (
        "承诺时限（{promised}）比法定时限（{statutory}）长，不能发布。请把承诺时限改短（办事制度：在法定时限内承诺）。",
        "The promised limit ({promised}) is longer than the statutory one ({statutory}), so it cannot be published. "
        "Shorten the promise.",
    ),
    "item.promise_may_exceed_law": (
        "承诺时限（{promised}）在有的日子会超过法定时限（{statutory}）：按工作日历换算，{day} 收到的办件就会超过。请把承诺时限改短。",
        "On some days the promised limit ({promised}) ends after the statutory one ({statutory}): counted through the "
        "working calendar, a case that starts on {day} would. Shorten the promise.",
    ),
    "item.promise_waits_too_long": (
        "法定时限（{statutory}）从收件起算，承诺时限（{promised}）从受理起算：{day} 收到、告知期限（{notice}）用满才受理的办件会超过法定时限。"
        "请把承诺时限改短，或改为从收件起算。",
        "The statutory limit ({statutory}) runs from receipt and the promise ({promised}) from acceptance: a case "
        "received on {day} and accepted after {notice} would exceed the law. Shorten the promise or count "
        "it from receipt.",
    ),
    "item.instant_needs_converted": (
        "即办件没有写明转承诺件时限，不能发布：不能当场办结的件转为承诺件以后，就没有办理时间了。请填上（不能比法定时限长）。",
        "An instant item must state the limit of a converted case, so it cannot be published: a case that cannot be done "
        "at once would have no time. Fill it in, not longer than the law's.",
    ),
    "item.notice_needs_source": (
        "一次性告知期限比行政许可法第三十二条的五个工作日短的，须写明规定它的法律、法规和条款，不能发布。请补上出处，或不填期限。",
        "A notice limit other than the five working days of Art. 32 must cite the law that sets it, so it cannot be "
        "published. Fill in its source, or leave the limit empty.",
    ),
    "item.bad_limit": (
        "“{field}”的时限不对：{reason}。请改正。",
        "The limit in {field} is wrong: {reason}. Correct it.",
    ),
    "item.missing_field": (
        "没有填“{field}”，不能发布。请补上。",
        "{field} is missing, so it cannot be published. Fill it in.",
    ),
    "item.unknown_field": ("事项没有“{field}”这一项。请检查文件。", "An item has no field {field}. Check the file."),
    "item.bad_value": (
        "“{field}”的值“{value}”不能用：{reason}。请改正。",
        "{field} cannot be “{value}”: {reason}. Correct it.",
    ),
    "item.permit_needs_basis": (
        "行政许可事项必须写明法律依据（法律名称和条款），不能发布。请补上“设定依据”。",
        "A permit item must cite its law and article (CAT-06), so it cannot be published. Fill in the basis.",
    ),
    "item.measured_needs_basis": (
        "{kind}只单独计时，不停表；法律另有规定可以停表的，请写明依据。",
        "The time of a {kind} is measured and the clock runs on; cite the law that lets it stop.",
    ),
    "item.fee_needs_basis": (
        "收费事项必须写明收费依据文件，不能发布。请补上，或改为不收费。",
        "An item with a fee must name the document that allows it (CAT-08), so it cannot be published. Fill it in or "
        "drop the fee.",
    ),
    "item.fee_needs_licence": (
        "收费事项必须写明收费许可证的证号，不能发布。没有许可证的，写明列入哪个收费目录清单；税款写明是税收。请补上，或改为不收费。",
        "An item with a fee must name its fee licence (CAT-08), so it cannot be published. Where none is issued, name the "
        "published list of fees it stands in, or say that it is a tax. Fill it in or drop the fee.",
    ),
    "item.changed_meanwhile": (
        "您打开这一页之后，{by}于 {at} 发布了第 {number} 版，您的没有发布。您填的都还在：看过变化后，可以改，也可以再发布一次，"
        "以您填的为准。",
        "Since you opened the page {by} has published version {number} ({at}); yours was not published. What you typed is "
        "all here: look at the change, then correct it or publish again, and what you typed holds.",
    ),
    "item.cancel_in_past": (
        "最后受理日 {day} 已经过去，之后受理的件不能变成无效。请填 {first} 或以后的日子。",
        "The last day {day} is past, and what was accepted since stays valid. Give {first} or a later day.",
    ),
    "item.too_early": (
        "生效日期 {day} 太早：前一版从 {current} 起生效，新版本必须晚于它，且不早于今天。请改生效日期。",
        "{day} is too early: the version before holds from {current}; a new one begins later and not before today. "
        "Change the date.",
    ),
    "item.material_twice": (
        "材料编码“{material}”出现了两次。请改成不同的编码。",
        "The material code {material} occurs twice. Make them differ.",
    ),
    "item.bad_form": (
        "“{role}”的表单不能用：{reason}。请在表单设计器里改好再发布。",
        "The form for “{role}” cannot be used: {reason}. Correct it in the form designer.",
    ),
    "item.form_takes_button": (
        "事项的表单“{form}”里有字段“{variable}”，步骤“{task}”的办理按钮写的也是它：有了字段就没有按钮，流程因此不能运行（{reason}）"
        "请给这些分支写上条件，重新发布流程后再发布事项；或给字段改名。",
        "The item's form {form} has a field {variable}, which the buttons of the step “{task}” write too: with the field "
        "there are no buttons, and the diagram cannot run ({reason}) Give these branches conditions and publish the "
        "diagram again before the item, or rename the field.",
    ),
    "item.no_table": (
        "“{file}”不是决策表。事项自己的表只能是 .dmn 文件；流程图请在流程管理里换。",
        "{file} is no decision table. An item's own tables are .dmn files; a diagram is replaced under processes.",
    ),
    "item.bad_table": (
        "事项自己的决策表和流程合在一起不能运行：{reason}。请改好决策表再上传。",
        "The item's own decision table does not run with its diagram: {reason} Correct the table and upload it again.",
    ),
    "item.no_definition": (
        "没有已发布的流程“{definition}”，不能把事项绑到它上面。请先发布流程。",
        "No diagram “{definition}” is published, so the item cannot be bound to it. Publish the diagram first.",
    ),
    "item.unknown_department": (
        "没有代码为“{department}”的部门。请检查“{field}”。",
        "There is no department {department}. Check {field}.",
    ),
}
