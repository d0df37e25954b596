"""Where the pages of the shop's own words are."""

from storefront.domain.content.pages import FIRST_SLUGS


def path_of(slug: str) -> str:
    """`/about` for a page that every shop has; `/pages/our-workshop` for one that staff have added."""
    return f"/{slug}" if slug in FIRST_SLUGS else f"/pages/{slug}"
