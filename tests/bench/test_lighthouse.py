"""What is said of a page that Lighthouse has looked at."""

from typing import Any

from bench.lighthouse import CATEGORIES, METRICS, Seen, report


def an_audit(score: float | None, **said: str) -> dict[str, Any]:
    return {"title": "Page is blocked from indexing", "score": score, "scoreDisplayMode": "binary", "displayValue": "", **said}


def a_report(seo: float, crawlable: float) -> dict[str, Any]:
    audits = {name: an_audit(1, displayValue="1.1\xa0s") for name in METRICS} | {"is-crawlable": an_audit(crawlable)}
    categories = {name: {"score": 1.0, "auditRefs": []} for name in CATEGORIES}
    categories["seo"] = {"score": seo, "auditRefs": [{"id": "is-crawlable", "weight": 4}, {"id": "speed-index", "weight": 0}]}
    agent = "Mozilla/5.0 Chrome/156.0.0.0 Safari/537.36"
    return {
        "categories": categories,
        "audits": audits,
        "lighthouseVersion": "13.5.0",
        "environment": {"hostUserAgent": agent},
    }


def test_of_a_page_at_100_nothing_is_missing() -> None:
    told = report([Seen("home", a_report(1.0, 1))])

    assert "| home | 100 | 100 | 100 | 100 | 1.1 s |" in told
    assert "Points that are missing" not in told


def test_a_point_that_is_missing_has_its_reason() -> None:
    bag = Seen("bag", a_report(0.63, 0))

    assert bag.scores["seo"] == 63
    assert [id for id, _ in bag.missing] == ["is-crawlable"]
    assert "- **bag**, SEO: Page is blocked from indexing, on purpose" in report([bag])
