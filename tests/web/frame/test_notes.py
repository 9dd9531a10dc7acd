"""What has just been done is told on the next page."""

from tests.web.site import Site, page
from web.frame.session import MOST_NOTES


def test_a_client_that_opens_no_page_carries_only_the_newest_notes(site: Site) -> None:
    client, sizes = site.client("admin"), []

    for name in ("第一部门", "第二部门", "第三部门", "第四部门", "第五部门"):
        made = client.post("/organisation/departments/new", data={"code": name, "name": name, "short_name": name[:2]})
        sizes.append(len(made.headers["Set-Cookie"]))

    with client.session_transaction() as session:
        told = [sentence for _, sentence in session["_flashes"]]
    assert len(told) == MOST_NOTES and "第五部门" in told[-1]
    assert max(sizes) - sizes[MOST_NOTES - 1] < 40
    assert all(sentence in page(client.get("/organisation")) for sentence in told[:1])
