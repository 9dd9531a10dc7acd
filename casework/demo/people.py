"""Who works in the demo centre: invented people of 云川市, by department, with the posts they hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from casework.errors import Words
from casework.organisation.role import Role

DEMO_PASSWORD = "banjian-demo"
CENTRE = "ZX"


@dataclass(frozen=True)
class DemoDepartment:
    code: str
    name: str
    short_name: str
    people: tuple[tuple[str, str], ...]
    """(user name, name) in the order of the posts below."""
    is_vertical: bool = False


class Held(NamedTuple):
    """The person with this number in the department holds a post of this role as A or B."""

    role: Role
    person: int
    rank: str


# Handler, reviewer and chief are three people, so that nobody approves what they handled.
FIVE: tuple[Held, ...] = (
    Held(Role.WINDOW, 0, "A"),
    Held(Role.WINDOW, 1, "B"),
    Held(Role.HANDLER, 1, "A"),
    Held(Role.HANDLER, 0, "B"),
    Held(Role.CODEPT, 1, "A"),
    Held(Role.CODEPT, 2, "B"),
    Held(Role.REVIEWER, 2, "A"),
    Held(Role.CHIEF, 3, "A"),
    Held(Role.CHIEF, 2, "B"),
    Held(Role.LEADER, 4, "A"),
)
THREE: tuple[Held, ...] = (
    Held(Role.WINDOW, 0, "A"),
    Held(Role.WINDOW, 1, "B"),
    Held(Role.HANDLER, 0, "A"),
    Held(Role.CODEPT, 0, "A"),
    Held(Role.CODEPT, 1, "B"),
    Held(Role.REVIEWER, 1, "A"),
    Held(Role.CHIEF, 2, "A"),
    Held(Role.CHIEF, 1, "B"),
    Held(Role.LEADER, 2, "A"),
)
OF_THE_CENTRE: tuple[Held, ...] = (
    Held(Role.CENTRE, 0, "A"),
    Held(Role.CENTRE, 1, "B"),
    Held(Role.LEADER, 0, "A"),
    Held(Role.CHIEF, 1, "A"),
    Held(Role.DUTY_LEADER, 2, "A"),
    Held(Role.DUTY_LEADER, 1, "B"),
    Held(Role.CASHIER, 3, "A"),
    Held(Role.CASHIER, 4, "B"),
    Held(Role.MANAGER, 5, "A"),
    Held(Role.WINDOW, 5, "A"),
    Held(Role.HANDLER, 2, "A"),
    Held(Role.REVIEWER, 6, "B"),
    Held(Role.SUPERVISOR, 6, "A"),
    Held(Role.SUPERIOR_LIAISON, 7, "A"),
    Held(Role.ADMINISTRATOR, 8, "A"),
    Held(Role.DESIGNER, 9, "A"),
)

DEPARTMENTS: tuple[DemoDepartment, ...] = (
    DemoDepartment(
        CENTRE,
        "云川市政务服务中心",
        "政务服务中心",
        (
            ("fangmingyuan", "方明远"),
            ("shilei", "石磊"),
            ("yaoyuan", "姚远"),
            ("tanjing", "谭静"),
            ("liaojun", "廖军"),
            ("zoumin", "邹敏"),
            ("xionghua", "熊华"),
            ("jinxin", "金鑫"),
            ("admin", "陆遥"),
            ("designer", "孔维"),
        ),
    ),
    DemoDepartment(
        "CG",
        "云川市城市管理局",
        "城管局",
        (
            ("heyutong", "何雨桐"),
            ("lijianping", "李建平"),
            ("zhaoqiwen", "赵启文"),
            ("zhoumin", "周敏"),
            ("zhengguodong", "郑国栋"),
        ),
    ),
    DemoDepartment(
        "SC",
        "云川市市场监督管理局",
        "市场监管局",
        (
            ("linxiao", "林晓"),
            ("wangsiqi", "王思齐"),
            ("chenzhiyuan", "陈志远"),
            ("liuhui", "刘慧"),
            ("sunjianguo", "孙建国"),
        ),
    ),
    DemoDepartment(
        "ZJ",
        "云川市住房和城乡建设局",
        "住建局",
        (
            ("zhangchen", "张晨"),
            ("wulei", "吴磊"),
            ("xujing", "徐静"),
            ("gaofeng", "高峰"),
            ("mademing", "马德明"),
        ),
    ),
    DemoDepartment(
        "SW",
        "国家税务总局云川市税务局",
        "税务局",
        (
            ("zhuting", "朱婷"),
            ("hubin", "胡斌"),
            ("guolin", "郭琳"),
            ("luoyong", "罗勇"),
            ("liangqixin", "梁启新"),
        ),
        is_vertical=True,
    ),
    DemoDepartment(
        "FG",
        "云川市发展和改革委员会",
        "发展改革委",
        (
            ("songjia", "宋佳"),
            ("xietao", "谢涛"),
            ("hanbing", "韩冰"),
            ("tanglei", "唐蕾"),
            ("fengzhigang", "冯志刚"),
        ),
    ),
    DemoDepartment(
        "RS",
        "云川市人力资源和社会保障局",
        "人社局",
        (
            ("yuyang", "于洋"),
            ("dongjie", "董洁"),
            ("xiaoran", "萧然"),
            ("chengpeng", "程鹏"),
            ("caoyulan", "曹玉兰"),
        ),
    ),
    DemoDepartment(
        "GH",
        "云川市自然资源和规划局",
        "规划局",
        (
            ("yuanye", "袁野"),
            ("dengkai", "邓凯"),
            ("xunuo", "许诺"),
            ("fuming", "傅明"),
            ("shenguoping", "沈国平"),
        ),
    ),
    DemoDepartment(
        "GA",
        "云川市公安局",
        "公安局",
        (
            ("zengqi", "曾琪"),
            ("pengfei", "彭飞"),
            ("lyuliang", "吕梁"),
            ("suyang", "苏阳"),
            ("luzheng", "卢正"),
        ),
    ),
    DemoDepartment(
        "HB",
        "云川市生态环境局",
        "生态环境局",
        (("jiangning", "蒋宁"), ("caixiaodong", "蔡晓东"), ("jiaqin", "贾琴")),
        is_vertical=True,
    ),
    DemoDepartment(
        "XF", "云川市消防救援支队", "消防支队", (("dingyi", "丁一"), ("weiqiang", "魏强"), ("xuefeng", "薛峰"))
    ),
    DemoDepartment("MZ", "云川市民政局", "民政局", (("yeqing", "叶青"), ("yanli", "阎立"), ("yufang", "余芳"))),
    DemoDepartment("JY", "云川市教育局", "教育局", (("panyue", "潘悦"), ("dujuan", "杜鹃"), ("dailin", "戴林"))),
    DemoDepartment("JT", "云川市交通运输局", "交通局", (("xiayu", "夏雨"), ("zhongwei", "钟伟"), ("wanghai", "汪海"))),
    DemoDepartment(
        "WJ", "云川市卫生健康委员会", "卫健委", (("tiantian", "田甜"), ("renjie", "任杰"), ("jiangnan", "姜楠"))
    ),
)


def posts_of(department: DemoDepartment) -> tuple[Held, ...]:
    """The posts of a department, by how many people it has."""
    if department.code == CENTRE:
        return OF_THE_CENTRE
    return FIVE if len(department.people) >= 5 else THREE


@dataclass(frozen=True)
class DemoLogin:
    """A line of the list on the sign-in page of the demo."""

    username: str
    role: Words
    does: Words


DEMO_LOGINS: tuple[DemoLogin, ...] = (
    DemoLogin(
        "heyutong", Words("城管局窗口", "window, urban management"), Words("登记、受理办件", "registers and accepts")
    ),
    DemoLogin("lijianping", Words("城管局承办人", "handler"), Words("承办、踏勘", "handles, surveys")),
    DemoLogin("zhaoqiwen", Words("城管局审核人", "reviewer"), Words("审核", "reviews")),
    DemoLogin("zhoumin", Words("城管局首席代表", "chief representative"), Words("批准、派件", "decides, assigns")),
    DemoLogin("zhuting", Words("税务局窗口", "window, tax"), Words("即办件一页办完", "instant cases on one page")),
    DemoLogin("tanjing", Words("收费员", "cashier"), Words("登记缴款", "records payments")),
    DemoLogin(
        "zhangchen", Words("住建局窗口", "window, housing"), Words("登记联办件、特办件", "joint and special cases")
    ),
    DemoLogin(
        "dingyi",
        Words("消防支队协办人员", "co-handling, fire brigade"),
        Words("核对材料、出具意见", "checks, gives opinions"),
    ),
    DemoLogin(
        "jinxin",
        Words("上级联络员", "liaison with the superior"),
        Words("登记上级批复、联系", "registers the superior's answers"),
    ),
    DemoLogin(
        "yaoyuan", Words("值班领导", "duty leader"), Words("开通、关闭绿色通道", "opens and closes the green channel")
    ),
    DemoLogin("fangmingyuan", Words("中心主任", "centre leader"), Words("看全局、批请假", "sees all, approves leave")),
    DemoLogin(
        "designer", Words("流程设计员", "process designer"), Words("上传、发布流程", "uploads and publishes diagrams")
    ),
    DemoLogin("admin", Words("系统管理员", "administrator"), Words("人员、事项、日历", "people, items, calendar")),
)
