"""Every sentence of casework, Chinese and English, by message code; the topics keep their own lists."""

from __future__ import annotations

from casework.cases.texts import TEXTS as CASES
from casework.catalogue.texts import TEXTS as CATALOGUE
from casework.clocks.calendar_texts import TEXTS as CALENDARS
from casework.clocks.texts import TEXTS as CLOCKS
from casework.command_texts import TEXTS as COMMANDS
from casework.definitions.texts import TEXTS as DEFINITIONS
from casework.delegation.texts import TEXTS as DELEGATION
from casework.demo.texts import TEXTS as DEMO
from casework.history.texts import TEXTS as HISTORY
from casework.intake.texts import TEXTS as INTAKE
from casework.messages.texts import TEXTS as MESSAGES
from casework.operations.texts import TEXTS as OPERATIONS
from casework.organisation.texts import TEXTS as ORGANISATION

BASE: dict[str, tuple[str, str]] = {
    "storage.unreachable": (
        "现在连不上数据库，刚才的操作没有保存。请稍后再试；如果一直这样，请管理员检查数据库是否在运行。",
        "The database cannot be reached, so nothing was saved. Try again shortly; if it stays like this, ask the "
        "administrator to check that the database runs.",
    ),
    "storage.full": (
        "服务器磁盘已满，刚才的操作没有保存。请管理员腾出空间后再试。",
        "The server's disk is full, so nothing was saved. Ask the administrator to free space, then try again.",
    ),
    "storage.files": (
        "文件目录现在写不进去，刚才的操作没有保存。请管理员检查文件目录是否在、权限对不对。",
        "The files folder cannot be written to, so nothing was saved. Ask the administrator to check that it is there "
        "and its rights.",
    ),
    "storage.read_only": (
        "数据库现在不能写入，刚才的操作没有保存。请管理员检查数据目录的权限或主备状态。",
        "The database cannot be written to, so nothing was saved. Ask the administrator to check the rights of the "
        "data folder or which server is the primary.",
    ),
    "storage.busy": (
        "数据库正忙，等了很久也没有轮到这次操作，没有保存。请再试一次。",
        "The database was busy too long, so nothing was saved. Try once more.",
    ),
    "storage.damaged": (
        "数据库文件已损坏或不是本系统的数据库，没有保存。请管理员从备份恢复。",
        "The database file is damaged or not ours, so nothing was saved. Ask the administrator to restore a backup.",
    ),
    "storage.not_prepared": (
        "数据库里还没有本系统的表。请先运行 banjian init。",
        "The database has no tables of this program yet. Run banjian init first.",
    ),
    "crypto.wrong_key": (
        "用现在的数据密钥解不开这条身份信息：密钥换过，或者数据被改动。请管理员恢复原来的 BANJIAN_DATA_KEY。",
        "This identifier does not open with the present data key: the key was changed or the data damaged. Ask the "
        "administrator to restore the former BANJIAN_DATA_KEY.",
    ),
    "permission.denied": (
        "您没有“{permission}”的权限。可以做这件事的是：{role}。请找他们办理，或请系统管理员给您相应的岗位。",
        "You may not {permission}. Those who may: {role}. Ask one of them, or ask an administrator for such a post.",
    ),
    "input.too_long": (
        "这一项写了 {length} 个字，最多 {limit} 个。请缩短，或作为附件上传。",
        "This entry has {length} characters, {limit} at most. Shorten it, or upload it as a file.",
    ),
    "file.unknown": (
        "没有这个附件，或者您看不到它的办件。请从办件页打开附件。",
        "There is no such file, or you do not see its case. Open it from the page of its case.",
    ),
    "file.not_found": (
        "文件 {digest} 不在了。请管理员从备份恢复文件目录。",
        "The file {digest} is gone. Ask the administrator to restore the files folder.",
    ),
    "file.kind_not_allowed": (
        "不收“{name}”这种文件。可以上传：{allowed}。请换一种格式。",
        "Files like {name} are not taken. Allowed: {allowed}. Use another format.",
    ),
    "file.content_differs": (
        "“{name}”的内容不是 {extension} 文件，没有保存。请用原来的软件另存后再上传。",
        "The content of {name} is not that of a {extension} file, so it was not stored. Save it anew and upload again.",
    ),
    "file.too_large": (
        "“{name}”超过了 {most} MB，没有保存。请压缩后再上传。",
        "{name} has more than {most} MB. Make it smaller.",
    ),
    "file.empty": ("“{name}”是空文件，没有保存。请检查后再上传。", "{name} is empty. Check it and upload again."),
    "request.revision_missing": (
        "没有说明您看到的是办件的哪一版：页面提交 revision，程序提交 If-Match（读办件或任务时 ETag 的值）。"
        "什么也没有改动，您填的内容还在；请看一眼现在的情况再提交。",
        "Nothing says which revision of the case you have seen: a page sends revision, a program If-Match (the ETag of "
        "the case or task as read). Nothing was changed and what you typed is kept; look at it as it is, then submit.",
    ),
    "request.key_of_another": (
        "Idempotency-Key“{key}”已经用于另一个请求（地址或内容不同）。请换一个新的键；要重发，就原样重发。",
        "The Idempotency-Key {key} belongs to another request (address or body differ). Take a new key, or send the "
        "same request again.",
    ),
    "personal.not_found": (
        "没有这条身份信息（{reference}）。请刷新页面。",
        "There is no such identifier ({reference}). Reload the page.",
    ),
    "case.stale": (
        "{by}在 {at} 改动了这个办件（{changed}）。您填的内容还在，请看一眼变化再提交。",
        "{by} changed this case at {at} ({changed}). What you typed is kept; look at the change, then submit again.",
    ),
}

TEXTS: dict[str, tuple[str, str]] = {
    **BASE,
    **CASES,
    **INTAKE,
    **CALENDARS,
    **CATALOGUE,
    **CLOCKS,
    **COMMANDS,
    **DEFINITIONS,
    **DELEGATION,
    **DEMO,
    **HISTORY,
    **MESSAGES,
    **OPERATIONS,
    **ORGANISATION,
}
