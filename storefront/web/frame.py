"""The head, foot and bar of a page: the same on page after page, so made once for all that they show."""

from flask import g
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from storefront.core.recent import Recent
from storefront.domain.content import services as content
from storefront.web.shared_pages import catalog_version

_made: Recent[tuple[object, ...], Markup] = Recent(500)


@pass_context
def framed(context: Context, name: str) -> Markup:
    """The rendered component of this name, kept by everything that it may depend on: the version of the catalog, the terms of
    trade, the page's `room` and `place`, and of its reader whether they are signed in, are staff, and how full their bag is."""
    template = context.environment.get_template(name)
    if g.get("bare"):
        return Markup(template.render(context.get_all()))  # noqa: S704  a template's, which escapes
    who = context.get("person")
    reader = (who is not None, who is not None and who.is_admin, int(context.get("bag_count") or 0))
    key = (name, catalog_version(), content.trade(), reader, context.get("room"), context.get("place"))
    made = _made.get(key)
    if made is None:
        made = Markup(template.render(context.get_all()))  # noqa: S704
        _made.put(key, made)
    return made
