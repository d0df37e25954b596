"""A search engine for tests: keeps to robots.txt, follows links, and reads what a page tells machines."""

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from tests.browser import Browser

SITE = "http://localhost"


@dataclass
class Page(HTMLParser):
    """What there is to know of a page."""

    address: str
    status: int
    hops: int
    title: str = ""
    meta: dict[str, str] = field(default_factory=dict)
    canonical: str = ""
    headings: int = 0
    links: list[str] = field(default_factory=list)
    facts: list[dict[str, object]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._within = ""

    def read(self, text: str) -> "Page":
        self.feed(text)
        return self

    @property
    def is_indexed(self) -> bool:
        return "noindex" not in self.meta.get("robots", "")

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "meta":
            self.meta[given.get("name") or given.get("property", "")] = given.get("content", "")
        elif tag == "link" and given.get("rel") == "canonical":
            self.canonical = given["href"]
        elif tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "h1":
            self.headings += 1
        self._within = "facts" if given.get("type") == "application/ld+json" else tag

    def handle_endtag(self, tag: str) -> None:
        self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within == "title" and not self.title:
            self.title = data.strip()
        elif self._within == "facts" and data.strip():
            self.facts.append(json.loads(data))


class Crawler:
    """Goes wherever links lead, from one address."""

    def __init__(self, client: Browser) -> None:
        self._client = client
        text = client.get("/robots.txt").text
        refused = re.findall(r"^Disallow: (\S+)$", text, re.MULTILINE)
        self._refused = [re.compile(re.escape(path).replace(r"\*", ".*").replace(r"\$", "$")) for path in refused]
        self.pages: dict[str, Page] = {}

    def from_sitemap(self) -> "Crawler":
        """Every page that the sitemap names."""
        robots = self._client.get("/robots.txt").text
        [sitemap] = re.findall(r"^Sitemap: (\S+)$", robots, re.MULTILINE)
        for part in self._locations(sitemap):
            for address in self._locations(part):
                self._visit(address)
        return self

    def from_page(self, start: str) -> "Crawler":
        """Every page that is reached by links."""
        waiting = [urljoin(SITE, start)]
        while waiting:
            address = waiting.pop()
            if address in self.pages:
                continue
            page = self._visit(address)
            waiting += [one for link in page.links if (one := self._followed(address, link))]
        return self

    @property
    def products(self) -> set[str]:
        return {address for address in self.pages if urlsplit(address).path.startswith("/p/")}

    def _locations(self, address: str) -> list[str]:
        answer = self._client.get(address.removeprefix(SITE))
        assert answer.status_code == 200, address
        return re.findall(r"<loc>([^<]+)</loc>", answer.text.replace("<image:loc>", ""))

    def _visit(self, address: str) -> Page:
        hops, path = 0, address.removeprefix(SITE) or "/"
        answer = self._client.get(path)
        while answer.status_code in (301, 302, 303, 308) and hops < 5:
            hops, answer = hops + 1, self._client.get(answer.location.removeprefix(SITE))
        self.pages[address] = Page(address, answer.status_code, hops).read(answer.text)
        return self.pages[address]

    def _followed(self, here: str, link: str) -> str | None:
        address = urljoin(here, link).partition("#")[0]
        path = address.removeprefix(SITE)
        ours = address == SITE or address.startswith(f"{SITE}/")
        return address if ours and not any(one.match(path) for one in self._refused) else None
