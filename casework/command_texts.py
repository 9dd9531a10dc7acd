"""What the command line says."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "command.run_init": (
        "数据库还没有准备好，或者是旧版本的。请先运行 banjian init（演示用 banjian init --demo）。",
        "The database is not prepared, or is that of an older release. Run banjian init first (banjian init --demo for "
        "the demo centre).",
    ),
    "command.no_file": (
        "文件或目录“{file}”不能读写：{reason}。请检查路径、权限和磁盘空间。",
        "Cannot read or write {file}: {reason}. Check the path, its rights and the space on the disk.",
    ),
    "command.same_name": (
        "有两个文件都叫“{name}”，分不清是哪一个。请改名，或只给一个。",
        "Two of the files are called {name}. Rename one, or give only one of them.",
    ),
    "command.no_zip": (
        "“{name}”是压缩包。请解开后给出其中的文件；网页上可以直接上传压缩包。",
        "{name} is an archive. Unpack it and give the files in it; the page of diagrams takes archives as they are.",
    ),
    "command.port_busy": (
        "端口 {port} 已被占用，没有启动。请换一个端口：BANJIAN_PORT={other} make run"
        "（或 BANJIAN_PORT={other} banjian serve）。",
        "Port {port} is in use, so nothing was started. Use another one: BANJIAN_PORT={other} make run (or "
        "BANJIAN_PORT={other} banjian serve).",
    ),
    "command.cannot_listen": (
        "不能在 {host}:{port} 上监听（{reason}），没有启动。请检查 BANJIAN_HOST 和 BANJIAN_PORT。",
        "Cannot listen on {host}:{port} ({reason}), so nothing was started. Check BANJIAN_HOST and BANJIAN_PORT.",
    ),
    "command.serving": ("办件已启动：{address}（按 Ctrl+C 停止）", "Banjian serves {address} (Ctrl+C stops it)"),
    "command.logins": ("演示账号，密码都是 {password}：", "Demo logins, the password is always {password}:"),
    "command.working": ("后台任务已启动（按 Ctrl+C 停止）", "The worker runs (Ctrl+C stops it)"),
    "command.stopped": ("已停止。", "Stopped."),
    "command.demo_ready": ("演示中心已就绪。运行 banjian serve 打开。", "The demo centre is ready. Run banjian serve."),
    "command.demo_incomplete": (
        "演示中心没有建完，数据库 {database} 里的内容不完整。请删除它（或换一个空的数据库）再运行一次。",
        "The demo centre was not finished, so {database} is incomplete. Remove it (or use another empty database) and "
        "run this again.",
    ),
    "command.upgraded": ("数据库已是最新，数据没有改动。", "The database is up to date; its data were not changed."),
    "command.founded": (
        "已建立中心。第一位系统管理员：{username}，初始密码：{password}（只显示这一次，首次登录要修改）。",
        "A centre was made. The first administrator is {username} with the password {password} (shown only now, to be "
        "changed at the first sign-in).",
    ),
    "command.no_findings": ("没有发现问题。", "Nothing to remark."),
    "command.found": (
        "{errors} 处错误，{warnings} 处警告，共 {count} 条。",
        "Errors: {errors}, warnings: {warnings}, all remarks: {count}.",
    ),
    "command.deployed": ("流程 {key} 第 {number} 版已发布。", "Version {number} of {key} is published."),
    "command.bound": (
        "事项 {item} 从 {day} 起按这个流程办理。",
        "The item {item} runs on this diagram from {day} on.",
    ),
    "command.verified": ("办件记录完整，没有发现改动。", "The record is whole; nothing was changed."),
    "command.verified_broken": ("发现 {count} 处改动。", "{count} breaks were found."),
    "command.no_such_calendar": ("没有代码为“{calendar}”的工作日历。", "There is no working calendar {calendar}."),
    "command.year_imported": (
        "{name}：{year} 年已载入，{days} 个特殊日，{changed} 天与原来不同。",
        "{name}: {year} is loaded, {days} exceptional days, {changed} days differ from before.",
    ),
    "command.days_imported": (
        "{name}：{year} 年只改了列出的 {days} 天，{changed} 天与原来不同。"
        "没有列全元旦、劳动节、国庆节，不是全年的安排。",
        "{name}: of {year} only the {days} days listed were set, {changed} differ from before; without New Year, "
        "Labour Day and National Day it is not the table of a year.",
    ),
    "command.recounted": (
        "已重算 {seen} 个在办件的期限，{moved} 个改变。",
        "The limits of {seen} open cases were counted anew, {moved} moved.",
    ),
    "misuse.no_command": ("没有给出命令。可用的命令：{known}。", "No command was given. The commands are: {known}."),
    "misuse.unknown_command": (
        "没有“{name}”这个命令。可用的命令：{known}。",
        "There is no command “{name}”. The commands are: {known}.",
    ),
    "misuse.unknown_option": (
        "没有“{name}”这个选项。可用的选项：{known}。",
        "There is no option “{name}”. The options are: {known}.",
    ),
    "misuse.no_value": ("选项 {name} 后面没有值。", "The option {name} needs a value."),
    "misuse.takes_no_value": ("选项 {name} 后面不能有值。", "The option {name} takes no value."),
    "misuse.missing": ("没有给出 {name}。", "{name} is missing."),
    "misuse.too_many": ("多出了“{extra}”。", "It takes no “{extra}”."),
    "misuse.out_of_range": (
        "{name} 应是 {low} 到 {high} 的整数。",
        "{name} must be a whole number from {low} to {high}.",
    ),
    "misuse.no_file": ("{name}：没有文件“{file}”。", "{name}: there is no file “{file}”."),
    "misuse.folder": (
        "{name}：“{file}”是目录。请给出其中的文件。",
        "{name}: “{file}” is a folder. Give the files in it.",
    ),
    "misuse.other": ("写法不对：{problem}", "It cannot be used so: {problem}"),
    "misuse.help": ("用法见 {command} --help", "See {command} --help"),
    "command.level.error": ("错误", "error"),
    "command.level.warning": ("警告", "warning"),
    "command.level.hint": ("建议", "hint"),
    "command.level.note": ("说明", "note"),
}
