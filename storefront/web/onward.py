"""Where somebody wanted to go before something came between."""

import re

_LOCAL = re.compile(r"/(?![/\\])[!-\[\]-~]{0,1000}")
"""A path of this site, in plain characters: browsers read `//evil.in` and `/\\evil.in` as other sites, and skip line breaks."""


def onward(wanted: str | None, otherwise: str) -> str:
    """The wanted address if it is a path of this site, else the other one."""
    return wanted if wanted and _LOCAL.fullmatch(wanted) else otherwise
