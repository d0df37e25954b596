"""What the signed-in user says of themselves."""

from flask import Blueprint

from storefront.api.endpoint import USER, endpoint
from storefront.api.shapes.whole_user import WholeUserJson, whole_users
from storefront.core.errors import NotFound
from storefront.domain.accounts import queries, services
from storefront.domain.accounts.forms import ProfileForm
from storefront.web.sign_in import require_person

bp = Blueprint("profile", __name__)


@bp.get("/user/profile")
@endpoint(rights=USER, message="Profile retrieved successfully", result=WholeUserJson)
def show() -> WholeUserJson:
    """The user's own account, with addresses, wishlist and cart; never the password."""
    return _whole(require_person().id)


@bp.put("/user/profile")
@endpoint(rights=USER, body=ProfileForm, message="Profile updated successfully", result=WholeUserJson)
def update(body: ProfileForm) -> WholeUserJson:
    """Changes what is sent; the rest stays. Role, user name and e-mail address are changed elsewhere."""
    who = require_person()
    services.edit_profile(who, body)
    return _whole(who.id)


def _whole(user_id: str) -> WholeUserJson:
    account = queries.account(user_id)
    if account is None:
        raise NotFound
    return whole_users([account])[0]
