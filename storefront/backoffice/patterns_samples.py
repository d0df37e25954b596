"""What the parts on the patterns page are filled with: plain data, no database. Amounts are paise."""

from datetime import UTC, date, datetime
from types import SimpleNamespace as Sample

from storefront.core.text import slug
from storefront.web.assets import asset_url

COLOURS = (
    ("paper", "Paper"),
    ("paper-2", "Panel"),
    ("paper-3", "Well"),
    ("ink", "Ink"),
    ("ink-2", "Quiet ink"),
    ("line-2", "Edge"),
    ("gold", "Gold, lines"),
    ("gold-text", "Gold, words"),
    ("garnet", "Garnet"),
    ("leaf", "Leaf"),
    ("saffron", "Saffron"),
)


def all_parts() -> Sample:
    """Everything the page shows, by the name of the part."""
    pictures = _pictures()
    return Sample(
        colours=COLOURS,
        pictures=pictures,
        cards=_cards(pictures),
        review=_review(pictures),
        lines=_lines(pictures),
        totals=_totals(),
        facets=_facets(),
        sorts=[("featured", "Featured"), ("newest", "Newest"), ("price", "Price, low to high")],
        chosen=[Sample(label="₹20,000 and over", url="#facets"), Sample(label="In stock", url="#facets")],
        suggestions=_suggestions(pictures),
        timeline=_timeline(),
        steps=_steps(),
        office=_office(),
        estimate=Sample(pin="411004", first=date(2026, 11, 26), last=date(2026, 11, 28), charge=None),
    )


def _picture(name: str, alt: str, color: str) -> Sample:
    url = asset_url(f"pattern-{name}.webp")
    return Sample(key=name, url=url, src=url, webp="", avif="", alt=alt, width=640, height=640, color=color)


def _pictures() -> dict[str, Sample]:
    return {
        "ring": _picture("ring", "Yellow gold ring with an oval ruby and a diamond halo", "#ebe1d2"),
        "solitaire": _picture("solitaire", "Platinum solitaire ring with a round brilliant", "#ebe6dc"),
        "solitaire-2": _picture("solitaire-2", "The stone from close by: six slim prongs", "#e3ded4"),
        "choker": _picture("choker", "Gold choker with rubies, emeralds and pearl drops", "#bfbea8"),
        "kada": _picture("kada", "Open gold kada with ruby-tipped ends", "#e9e0cf"),
        "chandbali": _picture("chandbali", "Crescent gold earrings with emeralds and pearls", "#d8bea9"),
        "bangles": _picture("bangles", "Stack of three gold bangles", "#dfcdad"),
        "pendant": _picture("pendant", "Gold pendant with an oval ruby in a diamond halo", "#ebe0d5"),
    }


def _card(name: str, detail: str, price: int, picture: Sample | None, **more: object) -> Sample:
    usual = {"compare_price": None, "badge": None, "second": None, "in_stock": True, "version": 1}
    return Sample(id="0" * 24, slug="a-piece", name=name, detail=detail, price=price, picture=picture, **{**usual, **more})


def _review(pictures: dict[str, Sample]) -> Sample:
    return Sample(
        id="0" * 24,
        rating=4,
        title="Half a size large at first",
        comment="I measured in the evening and ordered a 14. They resized it within the week, free, as promised.",
        author="Asha",
        written_at=datetime(2026, 11, 2, 9, 30, tzinfo=UTC),
        is_verified=True,
        helpful=12,
        pictures=[pictures["solitaire-2"]],
        is_mine=False,
        has_my_vote=True,
    )


def _cards(pictures: dict[str, Sample]) -> list[Sample]:
    return [
        _card("Meher Oval Ruby Halo Ring", "18 kt yellow gold", 9_680_000, pictures["ring"], badge="New"),
        _card(
            "Aarohi Solitaire Ring",
            "Platinum",
            14_850_000,
            pictures["solitaire"],
            compare_price=16_490_000,
            second=pictures["solitaire-2"],
        ),
        _card("Maharani Jadau Choker", "22 kt yellow gold", 68_400_000, pictures["choker"], badge="Only 2 left"),
        _card("Singh Ruby-Tipped Kada", "22 kt yellow gold", 52_400_000, pictures["kada"], in_stock=False),
        _card("A piece without a picture", "Silver", 1_180_000, None),
    ]


def _line(name: str, quantity: int, price: int, picture: Sample | None, options: dict[str, str], **more: object) -> Sample:
    usual = {"compare_total": None, "max": 9, "note": None}
    fixed = {"id": name[:4].lower(), "slug": "a-piece", "total": price * quantity, "options": options, "picture": picture}
    return Sample(name=name, quantity=quantity, price=price, **{**usual, **fixed, **more})


def _lines(pictures: dict[str, Sample]) -> list[Sample]:
    choice = {"Metal": "Platinum", "Stone": "1.25 ct", "Size": "12"}
    note = "Only 2 are left, so we have set the number to 2."
    return [
        _line("Aarohi Solitaire Ring", 1, 14_850_000, pictures["solitaire"], choice, compare_total=16_490_000),
        _line("Mahi Ruby Halo Pendant", 2, 7_890_000, pictures["pendant"], {"Chain": "45 cm chain"}, max=2, note=note),
    ]


def _totals() -> Sample:
    rows = [
        Sample(label="Three pieces", amount=30_630_000),
        Sample(label="Coupon SHAGUN", amount=-150_000),
        Sample(label="Insured delivery", amount=0),
    ]
    taxes = [Sample(label="CGST 1.5 %", amount=443_900), Sample(label="SGST 1.5 %", amount=443_900)]
    return Sample(rows=rows, total=30_480_000, words="Incl. of all taxes (GST ₹8,878).", taxes=taxes)


def _facets() -> list[Sample]:
    metals = [("Yellow gold", 16, True), ("White gold", 5, False), ("Platinum", 2, False), ("Silver", 0, False)]
    options = [Sample(value=slug(name), label=name, count=count, chosen=chosen, url="#facets") for name, count, chosen in metals]
    price = Sample(low_name="minPrice", high_name="maxPrice", low=20_000, high=None, floor=4_200, ceiling=842_000)
    return [
        Sample(name="metal", label="Metal", options=options, range=None),
        Sample(name="price", label="Price", options=[], range=price),
    ]


def _suggestions(pictures: dict[str, Sample]) -> list[Sample]:
    pieces = [
        Sample(url="#search", name="Meher Oval Ruby Halo Ring", note="₹96,800", picture=pictures["ring"]),
        Sample(url="#search", name="Mahi Ruby Halo Pendant", note="₹78,900", picture=pictures["pendant"]),
    ]
    return [
        Sample(label="Pieces", options=pieces),
        Sample(label="Rooms and words", options=[Sample(url="#search", name="Ruby, in stones", note="9", picture=None)]),
    ]


def _timeline() -> list[Sample]:
    return [
        Sample(label="Ordered", state="done", at=datetime(2026, 11, 22, 5, 34, tzinfo=UTC), note=None),
        Sample(label="Confirmed", state="done", at=datetime(2026, 11, 22, 5, 35, tzinfo=UTC), note="Paid by UPI"),
        Sample(label="On its way", state="now", at=datetime(2026, 11, 23, 12, 10, tzinfo=UTC), note="Insured courier"),
        Sample(label="With you", state="next", at=None, note="Thursday, 26 November"),
    ]


def _steps() -> list[Sample]:
    return [
        Sample(label="Contact and address", url="#steps", state="done"),
        Sample(label="Delivery", url="#steps", state="now"),
        Sample(label="Payment", url="#steps", state="next"),
    ]


def _office() -> Sample:
    stats = [
        Sample(label="Revenue", value="₹14,82,300", delta="+12.0 %", good=True, against="last Sunday"),
        Sample(label="Orders", value="9", delta="+2", good=True, against="last Sunday"),
        Sample(label="Conversion", value="1.8 %", delta="−0.2", good=False, against="last Sunday"),
        Sample(label="Average order", value="₹1,64,700", delta=None, good=True, against="last Sunday"),
    ]
    tabs = [
        Sample(label="All", url="#office", count=248, current=True),
        Sample(label="To confirm", url="#office", count=3, current=False),
        Sample(label="On the way", url="#office", count=12, current=False),
    ]
    rows = [
        Sample(
            number="KN-2611-7F3K9Q", to="Pune 411004", payment=("Paid", "good"), state=("To confirm", "wait"), total=22_740_000
        ),
        Sample(number="KN-2611-7F3B6R", to="Mumbai 400050", payment=("Failed", "bad"), state=("Waiting", ""), total=12_650_000),
    ]
    columns = [
        "Order",
        Sample(label="Placed", url="#office", sort="descending"),
        "To",
        "Payment",
        "State",
        Sample(label="Total", num=True),
    ]
    return Sample(stats=stats, tabs=tabs, rows=rows, columns=columns, placed=datetime(2026, 11, 22, 8, 48, tzinfo=UTC))
