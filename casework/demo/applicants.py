"""Invented applicants with valid check digits: the region 139900 of their numbers does not exist, nor do they."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from casework.cases.applicant import ORGANISATION, PERSON
from casework.intake.applicants import CREDIT_CODE, ID_CARD, ApplicantData
from forms.identity import CODE_ALPHABET, body_check, credit_code_check, id_check_digit

NOWHERE = "139900"
COMPANY_PREFIX = "91"
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁余叶蒋杜苏魏程丁沈姚卢钟"
GIVEN = (
    "建国 志强 晓梅 雪琴 文博 思远 雨欣 佳怡 子涵 梓萱 宏伟 海燕 丽娟 国华 秀兰 玉珍 永福 春生 明哲 俊杰 "
    "嘉豪 欣然 若曦 一鸣 天佑 淑芬 桂英 立新 广平 成林 小军 晓东 红霞 美玲 振华 金凤 江波 凯元 静怡 慧敏 "
    "学文 守义 德胜 翠兰 玉兰 云飞 启航 承志 家乐 诗琪"
).split()
SPELT = (
    "WANG LI ZHANG LIU CHEN YANG HUANG ZHAO WU ZHOU XU SUN MA ZHU HU GUO HE LIN LUO GAO LIANG ZHENG XIE SONG TANG XU "
    "DENG FENG HAN CAO ZENG PENG XIAO CAI PAN TIAN DONG YUAN YU YE JIANG DU SU WEI CHENG DING SHEN YAO LU ZHONG"
).split()
GIVEN_SPELT = (
    "JIANGUO ZHIQIANG XIAOMEI XUEQIN WENBO SIYUAN YUXIN JIAYI ZIHAN ZIXUAN HONGWEI HAIYAN LIJUAN GUOHUA XIULAN YUZHEN "
    "YONGFU CHUNSHENG MINGZHE JUNJIE JIAHAO XINRAN RUOXI YIMING TIANYOU SHUFEN GUIYING LIXIN GUANGPING CHENGLIN "
    "XIAOJUN XIAODONG HONGXIA MEILING ZHENHUA JINFENG JIANGBO KAIYUAN JINGYI HUIMIN XUEWEN SHOUYI DESHENG CUILAN "
    "YULAN YUNFEI QIHANG CHENGZHI JIALE SHIQI"
).split()
BRANDS = (
    "星河 云岭 鼎盛 瑞丰 恒达 锦程 华茂 明德 金穗 远航 蓝湾 翠微 汇通 天成 润泽 启明 嘉禾 博雅 万兴 同心 "
    "春晖 宏图 青禾 海纳 卓越 众诚 安泰 佳信 长青 百川"
).split()
TRADES: dict[str, tuple[str, ...]] = {
    "CG": ("传媒", "广告装饰", "市政工程", "建筑工程"),
    "SC": ("餐饮管理", "食品", "医药", "商贸"),
    "ZJ": ("房地产开发", "建设集团", "置业"),
    "SW": ("商贸", "科技", "贸易"),
    "FG": ("新能源", "机械制造", "新材料"),
    "RS": ("人力资源", "劳务"),
    "GH": ("置业", "房地产开发"),
    "GA": ("酒店管理", "商贸"),
    "HB": ("环保科技", "食品加工", "机械制造"),
    "XF": ("商业管理", "酒店管理", "影院管理"),
    "MZ": ("养老服务",),
    "JY": ("教育咨询",),
    "JT": ("物流", "运输"),
    "WJ": ("美容美发",),
    # Of an item where its department deals with many trades.
    "CG-HWGG": ("传媒", "广告装饰", "文化传播", "标识工程", "展示工程"),
    "CG-JZLJ": ("市政工程", "建筑工程"),
    "CG-WJDL": ("市政工程", "通信工程"),
    "SC-SPJY": ("餐饮管理",),
    "SC-TZSB": ("物业服务", "机械制造"),
    "SC-YPLS": ("医药",),
    "GA-LGY": ("酒店管理",),
    "MZ-MFDJ": ("养老服务",),
    "HB-HPBG": ("机械制造", "食品加工"),
}
"""By department, and by item."""
BUILDERS = ("云川市第一建筑工程有限公司", "云川城建集团有限公司", "云川宏基建设有限公司")
EMPLOYERS = ("云川市第二纺织有限公司", "云川百货大楼有限公司", "云川红星机械有限公司")
STREETS = "体育路 科技大道 钟楼街 云水路 人民路 解放街 长江路 青年路 育才街 建设路 滨河路 工业路 文化街 和平路".split()
OLDEST, YOUNGEST = date(1952, 1, 1), date(2003, 12, 31)


@dataclass(frozen=True, slots=True)
class Somebody:
    """An applicant and the person who comes to the counter for them."""

    data: ApplicantData
    visitor: str
    visitor_id: str

    @property
    def is_company(self) -> bool:
        return self.data.kind == ORGANISATION


def invent_person(chance: Random) -> Somebody:
    """A person who does not exist."""
    name, number = invent_name(chance), invent_id_number(chance)
    data = ApplicantData(
        name=name,
        kind=PERSON,
        id_type=ID_CARD,
        id_number=number,
        phone=invent_phone(chance),
        address=invent_address(chance),
    )
    return Somebody(data, name, number)


def invent_company(chance: Random, department: str, item: str = "") -> Somebody:
    """A company that does not exist, of a trade that applies for the item or deals with the department."""
    trade = chance.choice(TRADES.get(item) or TRADES.get(department, ("商贸",)))
    visitor = invent_name(chance)
    data = ApplicantData(
        name=f"云川{chance.choice(BRANDS)}{trade}有限公司",
        kind=ORGANISATION,
        id_type=CREDIT_CODE,
        id_number=invent_credit_code(chance),
        phone=invent_phone(chance),
        address=invent_address(chance),
        legal_representative=visitor,
    )
    return Somebody(data, visitor, invent_id_number(chance))


def invent_name(chance: Random) -> str:
    return chance.choice(SURNAMES) + chance.choice(GIVEN)


def pinyin_of(name: str) -> str:
    """How an invented name is spelt in a passport."""
    surname, given = SPELT[SURNAMES.index(name[0])], GIVEN_SPELT[GIVEN.index(name[1:])]
    return f"{surname} {given}"


def invent_address(chance: Random) -> str:
    return f"云川市{chance.choice(STREETS)} {chance.randint(1, 198)} 号"


def invent_phone(chance: Random) -> str:
    return f"19900{chance.randrange(10**6):06d}"


def invent_id_number(chance: Random, born_after: date = OLDEST, born_before: date = YOUNGEST) -> str:
    born = born_after + timedelta(days=chance.randrange((born_before - born_after).days))
    start = f"{NOWHERE}{born:%Y%m%d}{chance.randrange(1, 1000):03d}"
    return start + id_check_digit(start)


def invent_credit_code(chance: Random) -> str:
    body = "".join(chance.choice(CODE_ALPHABET) for _ in range(8))
    start = f"{COMPANY_PREFIX}{NOWHERE}{body}{body_check(body)}"
    return start + credit_code_check(start)
