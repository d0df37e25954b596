"""What one can do with accounts: register, sign in and out, choose passwords, keep addresses; for staff, say who may what."""

from storefront.domain.accounts.services.addresses import (
    add_address,
    change_address,
    choose_address,
    remove_address,
)
from storefront.domain.accounts.services.identities import begin_elsewhere, sign_in_as, sign_in_elsewhere
from storefront.domain.accounts.services.leaving import delete_account, export
from storefront.domain.accounts.services.passwords import change_password, forgot_password, give_password, reset_password
from storefront.domain.accounts.services.people import disable, edit_profile, set_role
from storefront.domain.accounts.services.registering import ensure_admin, register
from storefront.domain.accounts.services.sessions import SignedIn, forget_old_sessions, renew, sign_in, sign_out

__all__ = [
    "SignedIn",
    "add_address",
    "begin_elsewhere",
    "change_address",
    "change_password",
    "choose_address",
    "delete_account",
    "disable",
    "edit_profile",
    "ensure_admin",
    "export",
    "forget_old_sessions",
    "forgot_password",
    "give_password",
    "register",
    "remove_address",
    "renew",
    "reset_password",
    "set_role",
    "sign_in",
    "sign_in_as",
    "sign_in_elsewhere",
    "sign_out",
]
