"""Words of the outbox."""

TEXTS: dict[str, tuple[str, str]] = {
    "notices.title": ("消息发送", "Messages"),
    "notices.lead": (
        "系统要发给申请人和同事的话。没有接短信、邮件网关时，一直是“等待发送”，不会显示成已发送；请电话或当面告知。",
        "What the system has to tell applicants and colleagues. Without a gateway it stays “waiting to be sent”; tell them by phone or in person.",
    ),
    "notices.find": ("收件人、内容、办件号", "Recipient, text, case number"),
    "notices.any_status": ("全部状态", "Any status"),
    "notices.any_channel": ("全部方式", "Any channel"),
    "notices.at": ("时间", "Time"),
    "notices.channel": ("方式", "Channel"),
    "notices.recipient": ("发给", "To"),
    "notices.text": ("内容", "Text"),
    "notices.case": ("办件", "Case"),
    "notices.status": ("状态", "Status"),
    "notices.empty": ("没有消息", "No messages"),
    "notices.empty_text": ("受理、补正、办结等步骤要告知申请人的话会列在这里。", "What applicants are to be told at acceptance, supplement or conclusion is listed here."),
    "notices.empty_found": ("没有符合条件的消息", "Nothing matches"),
    "notices.empty_found_text": ("去掉一个条件再试。", "Take a filter away and try again."),
    "notices.clear": ("清除条件", "Clear"),
}  # fmt: skip
