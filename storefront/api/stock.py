"""How many pieces there are, as staff set it and look at it: for admins."""

from flask import Blueprint

from storefront.api.endpoint import ADMIN, Answer, endpoint
from storefront.api.shapes.paging import paged
from storefront.api.shapes.stock import AlertJson, MoveJson, alert_json, move_json
from storefront.core.paging import DEEPEST, PagingForm
from storefront.domain.catalog import queries, services
from storefront.domain.catalog.forms import StockBulkForm, StockForm, StockHistoryForm
from storefront.web.sign_in import require_person

bp = Blueprint("stock", __name__)


@bp.put("/products/<id>/stock")
@endpoint(rights=ADMIN, body=StockForm, message="Stock updated successfully", errors=(404, 409), result=None)
def update(id: str, body: StockForm) -> None:
    """So many can be sold from now on, beside what open orders hold; with `operation` so many more or fewer."""
    services.set_stock(id, body, require_person())


@bp.post("/products/stock/bulk-update")
@endpoint(rights=ADMIN, body=StockBulkForm, message="Stock updated in bulk", errors=(404, 409), result=None)
def update_several(body: StockBulkForm) -> None:
    """Up to 1,000 changes in their order, all or none; the same product may come twice."""
    services.set_stocks(body, require_person())


@bp.get("/products/stock/alerts")
@endpoint(rights=ADMIN, query=PagingForm, message="Stock alerts retrieved", result=list[AlertJson])
def alerts(query: PagingForm) -> Answer:
    """What runs low, the least first."""
    rows, total = queries.low_stock(query.number, query.size)
    return paged([alert_json(row) for row in rows], total, query, deepest=DEEPEST)


@bp.get("/products/stock/history")
@endpoint(rights=ADMIN, query=StockHistoryForm, message="Stock history retrieved", result=list[MoveJson])
def history(query: StockHistoryForm) -> Answer:
    """Every change of what is on hand, the newest first, with who and why; of one product with `productId`."""
    rows, total = queries.stock_history(query.product_id, query.number, query.size, query.after)
    moves = [move_json(row) for row in rows]
    return paged(moves, total, query, deepest=DEEPEST, after=rows[-1].id if len(rows) == query.size else "")
