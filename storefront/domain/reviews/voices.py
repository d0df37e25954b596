"""What a piece's page shows of its reviews: a part of them, and how all of them are spread over the stars."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Text, bindparam, case, cast, func, select, true

from storefront.core.db import session
from storefront.domain.accounts import Person
from storefront.domain.media import Picture
from storefront.domain.media import queries as media
from storefront.domain.reviews.models import Review, ReviewVote
from storefront.domain.reviews.queries import ORDERS, ROWS, own
from storefront.domain.reviews.states import Sort

SIZE = 5
"""Reviews at a time."""
STARS = (5, 4, 3, 2, 1)

_r = Review.__table__.c
_v = ReviewVote.__table__.c
_with_pictures = cast(_r.images, Text) != "[]"
_SPREAD = (
    select(_r.rating, func.count(), func.sum(case((_with_pictures, 1), else_=0)))
    .where(_r.product_id == bindparam("product"), _r.is_approved == true())
    .group_by(_r.rating)
)
_APPROVED = ROWS.where(_r.product_id == bindparam("product"), _r.is_approved == true())
_VOTES = select(_v.review_id).where(_v.user_id == bindparam("user"), _v.review_id.in_(bindparam("reviews", expanding=True)))


@dataclass(frozen=True)
class Asked:
    """Which of a piece's reviews, and in which order."""

    stars: int | None = None
    photographs: bool = False
    """Only those with pictures."""
    sort: Sort = Sort.HELPFUL
    page: int = 1


@dataclass(frozen=True)
class Voice:
    """A review as its readers see it."""

    id: str
    rating: int
    title: str
    comment: str
    author: str
    """The writer's first name."""
    written_at: datetime
    is_verified: bool
    helpful: int
    pictures: tuple[Picture, ...]
    is_mine: bool = False
    has_my_vote: bool = False


@dataclass(frozen=True)
class Voices:
    """A part of a piece's reviews, and all of them in numbers."""

    asked: Asked
    voices: tuple[Voice, ...]
    spread: Mapping[int, int]
    """How many have so many stars, for each of `STARS`."""
    with_photographs: int
    found: int
    """How many answer what was asked."""
    waiting: Voice | None = None
    """What the reader has written and staff have not approved yet."""

    @property
    def total(self) -> int:
        return sum(self.spread.values())

    @property
    def shown(self) -> int:
        """Up to the end of this part."""
        return min(self.asked.page * SIZE, self.found)

    @property
    def more(self) -> int:
        """In the next part."""
        return min(SIZE, self.found - self.shown)


NONE = Voices(Asked(), (), dict.fromkeys(STARS, 0), 0, 0)
"""Of a piece that nobody has written about."""


def voices(product_id: str, asked: Asked, who: Person | None = None) -> Voices:
    """The approved reviews of a piece; with `who`, also what this reader wrote and voted for. Two to five statements."""
    spread = dict.fromkeys(STARS, 0)
    pictured = dict.fromkeys(STARS, 0)
    for stars, reviews, photographed in session().execute(_SPREAD, {"product": product_id}):
        spread[stars], pictured[stars] = int(reviews), int(photographed)
    counted = pictured if asked.photographs else spread
    found = sum(number for stars, number in counted.items() if asked.stars in (None, stars))
    rows = _rows(product_id, asked) if found else []
    mine = own(product_id, who.id) if who else None
    shown = _voices([*rows, *([mine] if mine else [])])
    waiting = shown.pop() if mine else None
    return Voices(
        asked=asked,
        voices=tuple(_for_reader(shown, mine, who)),
        spread=spread,
        with_photographs=sum(pictured.values()),
        found=found,
        waiting=waiting if mine and mine.is_approved is None else None,
    )


def _rows(product_id: str, asked: Asked) -> Sequence[Any]:
    chosen = _APPROVED
    if asked.stars:
        chosen = chosen.where(_r.rating == asked.stars)
    if asked.photographs:
        chosen = chosen.where(_with_pictures)
    chosen = chosen.order_by(*ORDERS[asked.sort]).limit(SIZE).offset((asked.page - 1) * SIZE)
    rows: Sequence[Any] = session().execute(chosen, {"product": product_id}).all()
    return rows


def _voices(rows: Sequence[Any]) -> list[Voice]:
    kept = media.by_keys({key for row in rows for key in row.images}) if any(row.images for row in rows) else {}
    return [_voice(row, [kept[key] for key in row.images if key in kept]) for row in rows]


def _voice(row: Any, pictures: Sequence[Any]) -> Voice:
    return Voice(
        id=row.id,
        rating=row.rating,
        title=row.title,
        comment=row.comment,
        author=row.firstname,
        written_at=row.created_at,
        is_verified=row.is_verified_purchase,
        helpful=row.helpful_count,
        pictures=tuple(Picture.of(one, f"Photograph by {row.firstname}") for one in pictures),
    )


def _for_reader(shown: Sequence[Voice], mine: Any, who: Person | None) -> list[Voice]:
    if who is None or not shown:
        return list(shown)
    asked = {"user": who.id, "reviews": [voice.id for voice in shown]}
    voted = set(session().scalars(_VOTES, asked))
    own_id = mine.id if mine else None
    return [replace(voice, is_mine=voice.id == own_id, has_my_vote=voice.id in voted) for voice in shown]
