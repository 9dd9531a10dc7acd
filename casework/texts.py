"""Every sentence of casework, Chinese and English, by message code; the topics keep their own lists."""

from __future__ import annotations

from casework.clocks.texts import TEXTS as CLOCKS

BASE: dict[str, tuple[str, str]] = {
    "storage.unreachable": (
        "现在连不上数据库，刚才的操作没有保存。请稍后再试；如果一直这样，请管理员检查数据库是否在运行。（{detail}）",
        "The database cannot be reached, so nothing was saved. Try again shortly; if it stays like this, ask the "
        "administrator to check that the database runs. ({detail})",
    ),
    "storage.full": (
        "服务器磁盘已满，刚才的操作没有保存。请管理员腾出空间后再试。（{detail}）",
        "The server's disk is full, so nothing was saved. Ask the administrator to free space, then try again. "
        "({detail})",
    ),
    "storage.read_only": (
        "数据库现在不能写入，刚才的操作没有保存。请管理员检查数据目录的权限或主备状态。（{detail}）",
        "The database cannot be written to, so nothing was saved. Ask the administrator to check the rights of the "
        "data folder or which server is the primary. ({detail})",
    ),
    "storage.busy": (
        "数据库正忙，等了很久也没有轮到这次操作，没有保存。请再试一次。（{detail}）",
        "The database was busy too long, so nothing was saved. Try once more. ({detail})",
    ),
    "storage.damaged": (
        "数据库文件已损坏或不是本系统的数据库，没有保存。请管理员从备份恢复。（{detail}）",
        "The database file is damaged or not ours, so nothing was saved. Ask the administrator to restore a backup. "
        "({detail})",
    ),
    "storage.not_prepared": (
        "数据库里还没有本系统的表。请先运行 banjian init。（{detail}）",
        "The database has no tables of this program yet. Run banjian init first. ({detail})",
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
    "case.stale": (
        "{by}在 {at} 改动了这个办件（{changed}）。您填的内容还在，请看一眼变化再提交。",
        "{by} changed this case at {at} ({changed}). What you typed is kept; look at the change, then submit again.",
    ),
}

TEXTS: dict[str, tuple[str, str]] = {**BASE, **CLOCKS}
