"""Words of the sign-in pages."""

TEXTS: dict[str, tuple[str, str]] = {
    "sign_in.title": ("登录", "Sign in"),
    "sign_in.about": ("系统简介", "About"),
    "sign_in.subtitle": ("行政审批办理平台", "Approval platform of service centres"),
    "sign_in.claim_1": ("每一件都有图，", "Every case has its diagram,"),
    "sign_in.claim_2": ("每一天都说得清。", "every day is accounted for."),
    "sign_in.point_flow": (
        "事项走哪几步，看流程图；换流程不用改程序，在办件不受影响。",
        "The diagram shows the steps of an item; changing it needs no programmer and leaves running cases alone.",
    ),
    "sign_in.point_clock": (
        "为什么是这天到期，逐日列出：哪天计入，哪天停表，依据什么。",
        "Why it is due on that day: every day listed, counted or stopped, and on what ground.",
    ),
    "sign_in.point_record": (
        "谁、代谁、何时、做了什么，一条不少，改一条就能查出来。",
        "Who, for whom, when and what: nothing missing, and a changed line is found out.",
    ),
    "sign_in.username": ("账号", "User name"),
    "sign_in.password": ("密码", "Password"),
    "sign_in.enter": ("登录", "Sign in"),
    "sign_in.expired": ("登录已过期。", "Your sign-in has ended."),
    "sign_in.kept": ("您刚才填的内容还在，登录后可以继续提交。", "What you typed is kept; sign in to send it."),
    "sign_in.lost_files": ("选择的文件需要重新选。", "Files have to be chosen again."),
    "sign_in.demo_accounts": ("演示账号", "Demo accounts"),
    "sign_in.demo_password": ("密码都是 {password}", "The password is always {password}"),
    "sign_in.demo_note": ("演示环境，数据均为虚构", "Demonstration; all data are invented"),
    "sign_in.consent": ("登录即表示同意记录您在系统中的操作。", "By signing in you agree that what you do here is recorded."),
    "sign_in.change": ("修改密码", "Change password"),
    "sign_in.must_change": ("首次登录请先修改密码。", "Please change your password before you begin."),
    "sign_in.old": ("现在的密码", "Present password"),
    "sign_in.new": ("新密码", "New password"),
    "sign_in.new_hint": ("至少 10 个字符，不要用账号或单位名称。", "At least 10 characters; not your name or office."),
    "sign_in.save": ("保存新密码", "Save new password"),
}
