"""All orders, for admins."""

from flask import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from storefront.api.endpoint import ADMIN, Answer, endpoint
from storefront.api.shapes.order import StaffOrderJson, staff_json
from storefront.api.shapes.paging import last_id, paged
from storefront.core.money import rupees
from storefront.core.paging import DEEPEST, PagingForm
from storefront.domain.orders import fulfilment, queries
from storefront.domain.orders.forms import StatusForm
from storefront.domain.orders.states import PaymentStatus, Status
from storefront.web.sign_in import require_admin

bp = Blueprint("staff_orders", __name__)


class OrderStatsJson(TypedDict):
    """All orders in figures; `totalRevenue` is in rupees."""

    totalOrders: int
    pendingOrders: int
    completedOrders: int
    totalRevenue: int | float


class OrdersForm(PagingForm):
    """Which orders: every word of `q` stands in number, name, e-mail address, phone or city."""

    status: Status | None = None
    payment_status: PaymentStatus | None = None
    q: str = Field(default="", max_length=200)


@bp.get("/admin/orders")
@endpoint(rights=ADMIN, query=OrdersForm, message="All orders retrieved", result=list[StaffOrderJson])
def index(query: OrdersForm) -> Answer:
    """All orders, the newest first."""
    found, total = queries.for_staff(
        status=query.status,
        payment_status=query.payment_status,
        words=query.q,
        page=query.number,
        limit=query.size,
        after=query.after,
    )
    after = last_id([one.order.id for one in found], query)
    return paged([staff_json(one.order, one.lines) for one in found], total, query, deepest=DEEPEST, after=after)


@bp.put("/admin/orders/<id>/status")
@endpoint(rights=ADMIN, body=StatusForm, message="Order status updated", errors=(404, 409), result=None)
def set_status(id: str, body: StatusForm) -> None:
    """Moves an order, named by its id, its number or the gateway's id. Where it cannot go there, `allowed` says where it can."""
    who = require_admin()
    fulfilment.move(queries.find(id, who), Status(body.status), who, body.tracking_number or "", body.instead_of or "")


@bp.get("/admin/stats/orders")
@endpoint(rights=ADMIN, message="Order stats retrieved", result=OrderStatsJson)
def stats() -> OrderStatsJson:
    """All orders in four figures. Completed means delivered; revenue is what was paid, without what was given back."""
    told = queries.figures()
    return {
        "totalOrders": told.orders,
        "pendingOrders": told.pending,
        "completedOrders": told.completed,
        "totalRevenue": rupees(told.revenue),
    }
