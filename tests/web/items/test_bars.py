"""限制申请 in the browser: entered by an administrator, seen at the counter, lifted with a reason."""

from casework.intake.applicants import ApplicantData, keep_applicant
from tests.web.site import ITEM, page, words

NUMBER = "11010519491231002X"


def test_a_bar_is_entered_seen_at_the_counter_and_lifted(site):
    site.publish_diagram()
    site.publish_item()
    with site.office.database.transaction() as session:
        keep_applicant(session, site.office, ApplicantData("王小明", id_number=NUMBER, phone="13912340268"))
    fields = {"id_number": NUMBER, "item_code": ITEM, "ground": "deceit", "decision": "不准字第 2 号"}
    fields["first_day"] = "2026-10-09"
    admin = site.client("admin")

    refused = admin.post("/items/bars", data={**fields, "reason": ""})
    entered = admin.post("/items/bars", data={**fields, "reason": "伪造检测报告"})
    seen = page(site.client("heyutong").post(f"/registration/{ITEM}/applicant", data={"id_number": NUMBER}))
    listed = page(admin.get("/items/bars"))

    assert refused.status_code == 422 and entered.status_code == 302
    assert "不准字第 2 号" in seen and "请选“不予受理”" in seen
    assert "第七十九条" in listed and "伪造检测报告" in listed
    assert "系统管理员" in words(site.client("heyutong").get("/items/bars"), 403)
