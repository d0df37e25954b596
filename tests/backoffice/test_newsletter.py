"""Issues of the newsletter, as staff write them: each step a plain form."""

from storefront.core.clock import now
from storefront.core.db import session, transaction
from storefront.core.ids import new_id
from storefront.domain.content import issues
from storefront.domain.content.models import Subscription
from tests.browser import Browser

DRAFT = {"subject": "New for the season", "body": "Three **rings**."}
ROOM = "/back-office/newsletter"


def a_draft(browser: Browser) -> str:
    answer = browser.submit(ROOM, DRAFT, page=f"{ROOM}/new")
    assert answer.status_code == 303
    return str(answer.headers["Location"]).partition("?")[0]


def test_a_letter_is_written_looked_at_changed_and_thrown_away(as_admin: Browser) -> None:
    page = a_draft(as_admin)
    assert "Nobody has got it yet." in as_admin.get(f"{page}?said=kept").text
    assert "<strong>rings</strong>" in as_admin.get(f"{page}/letter").text

    as_admin.submit(page, {**DRAFT, "subject": "Later in the season"}, page=page)
    assert "Later in the season" in as_admin.get(ROOM).text

    as_admin.submit(f"{page}/removal", {}, page=page)
    assert "No letters yet" in as_admin.get(ROOM).text


def test_a_letter_without_words_is_asked_again_and_keeps_what_was_typed(as_admin: Browser) -> None:
    answer = as_admin.submit(ROOM, {"subject": "New for the season", "body": " "}, page=f"{ROOM}/new")

    assert answer.status_code == 422
    assert 'id="body-note"' in answer.text
    assert 'value="New for the season"' in answer.text


def test_it_is_sent_from_its_page_and_says_how_far_it_is(as_admin: Browser) -> None:
    with transaction():
        session().add(Subscription(id=new_id(), email="asha@example.in", confirmed_at=now()))
    page = a_draft(as_admin)
    assert "Send it to one reader" in as_admin.get(page).text or "Send it to 1 reader" in as_admin.get(page).text

    as_admin.submit(f"{page}/test", {}, page=page)
    answer = as_admin.submit(f"{page}/sending", {}, page=page)

    assert answer.status_code == 303
    shown = as_admin.get(page).text
    assert "0 of" in shown
    assert 'data-hx-trigger="every 2s"' in shown
    assert as_admin.get(page, headers={"HX-Request": "true"}).text.lstrip().startswith("<section")
    assert issues.issue(page.rpartition("/")[2]).state == "sending"
    assert as_admin.submit(page, DRAFT, page=f"{ROOM}/new").status_code == 303


def test_it_is_for_staff(client: Browser, as_customer: Browser) -> None:
    assert client.get(ROOM).status_code == 303
    assert as_customer.get(ROOM).status_code == 403
