"""Figures in JSON, as the requirements show them. Amounts are rupees."""

from typing import Any

from typing_extensions import TypedDict

from storefront.core.money import rupees
from storefront.domain.analytics.queries import Activity
from storefront.domain.analytics.sales import Sales


class SoldJson(TypedDict):
    """A product that was sold: pieces, and what was paid for them."""

    productId: str
    name: str
    salesCount: int
    revenue: int | float


class PopularJson(SoldJson):
    """A product that was looked at or sold."""

    viewCount: int


class MonthJson(TypedDict):
    """What was paid in a month, named as in 'January 2024'."""

    month: str
    revenue: int | float


class SalesJson(TypedDict):
    """What was sold in a span of days."""

    totalRevenue: int | float
    totalOrders: int
    averageOrderValue: int | float
    topSellingProducts: list[SoldJson]
    revenueByMonth: list[MonthJson]


class PlaceCountJson(TypedDict):
    """So many users live there."""

    location: str
    count: int


class SearchCountJson(TypedDict):
    """Words that were searched for, and how often."""

    query: str
    count: int


class ActivityJson(TypedDict):
    """What users did in a span of days."""

    totalUsers: int
    activeUsers: int
    newUsers: int
    usersByLocation: list[PlaceCountJson]
    topSearchQueries: list[SearchCountJson]


def popular_json(row: Any) -> PopularJson:
    """Of a row of `popular`."""
    return {**_sold(row), "viewCount": int(row.views)}


def sales_json(sales: Sales) -> SalesJson:
    return {
        "totalRevenue": rupees(sales.revenue),
        "totalOrders": sales.orders,
        "averageOrderValue": rupees(sales.average),
        "topSellingProducts": [_sold(row) for row in sales.top],
        "revenueByMonth": [{"month": month, "revenue": rupees(revenue)} for month, revenue in sales.months],
    }


def activity_json(activity: Activity) -> ActivityJson:
    return {
        "totalUsers": activity.users,
        "activeUsers": activity.active,
        "newUsers": activity.new,
        "usersByLocation": [{"location": place, "count": people} for place, people in activity.places],
        "topSearchQueries": [{"query": words, "count": times} for words, times in activity.searches],
    }


def _sold(row: Any) -> SoldJson:
    return {
        "productId": row.product_id,
        "name": row.name,
        "salesCount": int(row.sales),
        "revenue": rupees(round(row.revenue)),
    }
