"""What one changes of oneself, and staff of others."""

import pytest

from storefront.core.ids import new_id
from storefront.domain.accounts import Role, queries, services
from storefront.domain.accounts.errors import LastAdmin, NoSuchAccount
from storefront.domain.accounts.forms import ProfileForm
from tests.factories.accounts import a_customer, an_admin

pytestmark = pytest.mark.usefixtures("app")


def is_admin(user_id: str) -> bool:
    account = queries.account(user_id)
    assert account is not None
    return account.role is Role.ADMIN


def test_one_changes_one_s_own_details_and_no_other_s():
    me, other = a_customer(), a_customer()

    services.edit_profile(me, ProfileForm(firstname="Usha", lastname="Rao", contact="080 4000 1234"))

    changed, same = queries.person_of_session(me.session_id), queries.person_of_session(other.session_id)
    assert (changed.name, changed.contact, changed.email) == ("Usha Rao", "080 4000 1234", me.email)
    assert same == other


def test_the_last_admin_cannot_be_demoted_or_disabled():
    admin = an_admin()

    with pytest.raises(LastAdmin):
        services.set_role(admin.id, Role.USER)
    with pytest.raises(LastAdmin):
        services.disable(admin.id)

    assert queries.person_of_session(admin.session_id) == admin


def test_a_disabled_admin_does_not_count():
    first, second = an_admin(), an_admin()
    services.disable(first.id)

    with pytest.raises(LastAdmin):
        services.set_role(second.id, Role.USER)


def test_where_there_is_another_an_admin_can_go():
    first, second = an_admin(), an_admin()

    services.set_role(first.id, Role.USER)

    assert not is_admin(first.id)
    assert is_admin(second.id)


def test_two_admins_who_demote_each_other_at_once_leave_one(at_once):
    first, second = an_admin(), an_admin()

    answers = at_once(services.set_role, [(first.id, Role.USER), (second.id, Role.USER)])

    assert sorted(map(str, answers)) == ["LastAdmin", "None"]
    assert is_admin(first.id) != is_admin(second.id)


def test_a_disabled_account_is_signed_out_everywhere():
    person = a_customer()

    services.disable(person.id)

    assert queries.person_of_session(person.session_id) is None


def test_nobody_has_no_role():
    an_admin()

    with pytest.raises(NoSuchAccount):
        services.set_role(new_id(), Role.ADMIN)
    with pytest.raises(NoSuchAccount):
        services.disable(new_id())
