"""Telling what visitors do, and the figures that come of it. Days are India's, amounts rupees."""

from flask import Blueprint

from storefront.api.endpoint import ADMIN, Answer, endpoint
from storefront.api.shapes.analytics import ActivityJson, PopularJson, SalesJson, activity_json, popular_json, sales_json
from storefront.api.shapes.paging import PageForm, paged
from storefront.domain.analytics import queries, sales, services
from storefront.domain.analytics.forms import EventForm, PopularForm, SpanForm
from storefront.web.limits import TRACK, limiter
from storefront.web.sign_in import person
from storefront.web.visit import visit

bp = Blueprint("analytics", __name__)


class PopularQuery(PageForm, PopularForm):
    """Which part of the products, for which days, by what."""


@bp.post("/analytics/track")
@limiter.limit(TRACK)
@endpoint(body=EventForm, message="Event tracked successfully", errors=(404,), result=None)
def track(body: EventForm) -> None:
    """What a visitor did. The same view by the same session within 30 minutes counts once."""
    services.track(body, person(), visit(body.session_id))


@bp.get("/analytics/products/popular")
@endpoint(rights=ADMIN, query=PopularQuery, message="Popular products retrieved", result=list[PopularJson])
def popular(query: PopularQuery) -> Answer:
    """What was looked at and sold in these days, the most viewed first; `sort` is views, sales or revenue."""
    rows, total = queries.popular(query.span, query.sort, query.number, query.size)
    return paged([popular_json(row) for row in rows], total, query)


@bp.get("/analytics/sales/summary")
@endpoint(rights=ADMIN, query=SpanForm, message="Sales summary retrieved", result=SalesJson)
def sales_summary(query: SpanForm) -> SalesJson:
    """What was paid in these days, or ever, less what was given back."""
    return sales_json(sales.summary(query.span))


@bp.get("/analytics/users/activity")
@endpoint(rights=ADMIN, query=SpanForm, message="User activity retrieved", result=ActivityJson)
def users_activity(query: SpanForm) -> ActivityJson:
    """Who was here in these days, or in the last thirty, where the users live, and what was searched for."""
    return activity_json(queries.activity(query.span))
