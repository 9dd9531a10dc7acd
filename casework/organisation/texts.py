"""The words of organisation and sign-in."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "organisation.changed_meanwhile": (
        "您打开这一页之后，别人改过这些内容，您的修改没有保存。您填的都还在：看过变化后，可以改，也可以再保存一次，以您填的为准。",
        "Others have changed this since you opened the page; your change was not saved. What you typed is all here: look "
        "at the change, then correct it or save again, and what you typed holds.",
    ),
    "sign_in.failed": (
        "用户名或密码不对。请重新输入；连续错 5 次会锁定 15 分钟。忘记密码请找系统管理员重置。",
        "User name or password is wrong. Try again; five wrong tries in a row lock the account for 15 minutes. If you "
        "forgot the password, ask an administrator for a new one.",
    ),
    "sign_in.locked": (
        "密码连续输错 5 次，账号已锁定到 {until}。请到时再试，或请系统管理员重置密码。",
        "Five wrong passwords in a row: the account is locked until {until}. Try again then, or ask an administrator "
        "for a new password.",
    ),
    "sign_in.closed": (
        "这个账号已停用。如需恢复，请找系统管理员。",
        "This account is closed. Ask an administrator to open it again.",
    ),
    "password.wrong": (
        "现在的密码不对，密码没有改。请重新输入。",
        "The present password is wrong; nothing changed. Type it again.",
    ),
    "password.same": ("新密码和现在的一样。请换一个。", "The new password is the present one. Choose another."),
    "password.too_short": (
        "密码至少 {least} 位。请换一个长一些的。",
        "A password has at least {least} characters. Choose a longer one.",
    ),
    "password.too_long": (
        "密码最多 {most} 位。请换一个短一些的。",
        "A password has at most {most} characters. Choose a shorter one.",
    ),
    "password.too_plain": (
        "密码太简单：要有字母和数字（或符号），不能含用户名，不同的字符至少 5 个。请换一个。",
        "The password is too plain: it needs letters and digits (or signs), at least 5 different ones, and not the "
        "user name. Choose another.",
    ),
    "person.not_found": (
        "没有找到人员“{person}”。请检查用户名或编号。",
        "There is no person {person}. Check the user name or number.",
    ),
    "person.bad_username": (
        "“{username}”不能作用户名：要 2–50 位小写字母、数字、点或短横。请改一下。",
        "“{username}” cannot be a user name: 2–50 lower-case letters, digits, dots or hyphens. Change it.",
    ),
    "person.no_name": ("没有填姓名。请填写。", "The name is missing. Fill it in."),
    "person.username_taken": (
        "用户名“{username}”已有人用。请换一个。",
        "The user name {username} is taken. Choose another.",
    ),
    "person.not_yourself": (
        "不能停用自己的账号。请另一位系统管理员来做。",
        "You cannot close your own account. Ask another administrator.",
    ),
    "post.not_found": (
        "没有编号 {post} 的岗位。它可能已被删除，请刷新页面。",
        "There is no post {post}. Reload the page.",
    ),
    "post.no_holding": ("没有这条任职记录。请刷新页面。", "There is no such holding of a post. Reload the page."),
    "post.closed": (
        "人员“{person}”或岗位“{post}”已停用，不能安排。请先启用。",
        "{person} or the post “{post}” is closed. Open it first.",
    ),
    "post.held_already": ("{person} 已经在岗位“{post}”上。不用再安排。", "{person} holds the post “{post}” already."),
    "token.lifetime": (
        "令牌的有效期要在 1 到 {most} 天之间。请改有效天数，或不填。",
        "A token lives 1 to {most} days. Change the number of days, or leave it empty.",
    ),
    "token.not_found": ("没有这个接口令牌。请刷新页面。", "There is no such API token. Reload the page."),
    "place.not_found": ("没有这个机构。请回到列表再选。", "There is no such place. Go back to the list."),
    "organisation.code_taken": ("代码“{taken}”已经用过。请换一个。", "The code {taken} is taken. Choose another."),
    "organisation.field_fixed": (
        "“{field}”建好以后不能改：编号和记录都靠它。请新建一个。",
        "“{field}” stays as it is, because numbers and records depend on it. Add a new one instead.",
    ),
    "organisation.not_empty": (
        "数据库里已经有人员或服务点，没有改动。要重新开始，请换一个空的数据库（BANJIAN_DATABASE_URL）。",
        "The database already holds people or places; nothing was changed. To begin anew use an empty database "
        "(BANJIAN_DATABASE_URL).",
    ),
    "organisation.circle": (
        "“{point}”不能放在自己的下级之下。请另选上级。",
        "{point} cannot stand below itself. Choose another parent.",
    ),
    "organisation.fallback_inactive": (
        "兜底承办人必须是在用的账号。请另选一位。",
        "The fallback person must have an open account. Choose another.",
    ),
}
