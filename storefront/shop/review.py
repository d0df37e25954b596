"""Writing a review, with photographs; one for each person and piece, so writing again changes it."""

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for

from storefront.core.errors import Invalid
from storefront.core.forms import parse
from storefront.domain.catalog import queries as catalog
from storefront.domain.media import Picture
from storefront.domain.media import queries as media
from storefront.domain.media.errors import EnoughForToday
from storefront.domain.media.pictures import LARGEST_FILE
from storefront.domain.media.services import Incoming, take_in
from storefront.domain.reviews import queries, services
from storefront.domain.reviews.forms import MOST_PICTURES, ReviewForm
from storefront.web import htmx
from storefront.web.bodies import takes_much
from storefront.web.limits import REVIEW, limiter
from storefront.web.sign_in import require_person

bp = Blueprint("review", __name__)


@bp.get("/p/<slug>/review")
def edit(slug: str) -> Response:
    """The form, with what this person wrote before."""
    who = require_person()
    piece = catalog.product_ref(slug, who)
    return _form(slug, _known(queries.own(piece.id, who.id)))


@bp.post("/p/<slug>/review")
@limiter.limit(REVIEW)
@takes_much
def write(slug: str) -> Response:
    """Keeps it and leads to the reviews; a refused form comes back with its words and its pictures."""
    who = require_person()
    catalog.product_ref(slug, who)
    typed: dict[str, Any] = {**request.form.to_dict(), "images": request.form.getlist("images")}
    try:
        typed["images"] += [stored.key for stored in take_in(_photographs(len(typed["images"])), who)]
        services.write(slug, parse(ReviewForm, typed), who)
    except Invalid as refused:
        return _form(slug, typed, 422, refused.errors)
    except EnoughForToday as refused:
        return _form(slug, typed, 422, {"photographs": refused.sentence})
    return htmx.see_other(url_for("shop.reviews.index", slug=slug, thanks=1))


def _photographs(kept: int) -> list[Incoming]:
    """The files that came. Invalid for more than a review takes."""
    found = [file for file in request.files.getlist("photographs") if file.filename]
    if kept + len(found) > MOST_PICTURES:
        raise Invalid({"photographs": f"A review takes {MOST_PICTURES} photographs. Choose the best ones."})
    # A byte more than is taken tells as much as the rest of it.
    return [Incoming(file.read(LARGEST_FILE + 1), file.filename or "", "photographs") for file in found]


def _known(own: Any) -> dict[str, Any]:
    if own is None:
        return {"images": []}
    return {"rating": str(own.rating), "title": own.title, "comment": own.comment, "images": own.images}


def _form(slug: str, typed: dict[str, Any], status: int = 200, errors: dict[str, str] | None = None) -> Response:
    card = catalog.cards([catalog.product_ref(slug, require_person()).id])
    kept = media.by_keys(typed["images"])
    pictures = [Picture.of(kept[key], f"Photograph {place}") for place, key in enumerate(typed["images"], 1) if key in kept]
    # Of one picture that will not do the others are told too: `images.2`.
    told = {name.partition(".")[0].replace("images", "photographs"): words for name, words in (errors or {}).items()}
    named = {"slug": slug, "piece": card[0] if card else None, "typed": typed, "errors": told, "pictures": pictures}
    return make_response(render_template("shop/reviews/edit.html", most=MOST_PICTURES, **named), status)
