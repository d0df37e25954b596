"""Everybody who has an account, for admins."""

from flask import Blueprint
from pydantic import Field

from storefront.api.endpoint import ADMIN, Answer, endpoint
from storefront.api.shapes.paging import last_id, paged
from storefront.api.shapes.whole_user import WholeUserJson, whole_users
from storefront.core.paging import DEEPEST, PagingForm
from storefront.domain.accounts import queries, services
from storefront.domain.accounts.forms import RoleForm

bp = Blueprint("users", __name__)


class UsersForm(PagingForm):
    """Which accounts: every word of `q` stands in name, user name, e-mail address or phone."""

    q: str = Field(default="", max_length=200)


@bp.get("/admin/users")
@endpoint(rights=ADMIN, query=UsersForm, message="Users retrieved successfully", result=list[WholeUserJson])
def index(query: UsersForm) -> Answer:
    """All accounts with what belongs to them, the newest first; never their passwords."""
    found, total = queries.accounts(words=query.q, page=query.number, limit=query.size, after=query.after)
    after = last_id([one.id for one in found], query)
    return paged(whole_users(found), total, query, deepest=DEEPEST, after=after)


@bp.put("/admin/users/<id>/role")
@endpoint(rights=ADMIN, body=RoleForm, message="User role updated", errors=(404, 409), result=None)
def set_role(id: str, body: RoleForm) -> None:
    """Holds from the user's next request. The last admin stays one."""
    services.set_role(id, body.role)
