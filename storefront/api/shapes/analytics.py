"""Figures in JSON, as the requirements show them. Amounts are rupees."""

from typing import Any

from storefront.core.money import rupees
from storefront.domain.analytics.queries import Activity
from storefront.domain.analytics.sales import Sales


def popular_json(row: Any) -> dict[str, Any]:
    """A product that was looked at or sold."""
    return {
        "productId": row.product_id,
        "name": row.name,
        "viewCount": int(row.views),
        "salesCount": int(row.sales),
        "revenue": rupees(round(row.revenue)),
    }


def sales_json(sales: Sales) -> dict[str, Any]:
    return {
        "totalRevenue": rupees(sales.revenue),
        "totalOrders": sales.orders,
        "averageOrderValue": rupees(sales.average),
        "topSellingProducts": [_sold(row) for row in sales.top],
        "revenueByMonth": [{"month": month, "revenue": rupees(revenue)} for month, revenue in sales.months],
    }


def activity_json(activity: Activity) -> dict[str, Any]:
    return {
        "totalUsers": activity.users,
        "activeUsers": activity.active,
        "newUsers": activity.new,
        "usersByLocation": [{"location": place, "count": people} for place, people in activity.places],
        "topSearchQueries": [{"query": words, "count": times} for words, times in activity.searches],
    }


def _sold(row: Any) -> dict[str, Any]:
    return {
        "productId": row.product_id,
        "name": row.name,
        "salesCount": int(row.sales),
        "revenue": rupees(round(row.revenue)),
    }
