"""The wide photographs of the first page, with their words."""

from dataclasses import dataclass
from typing import Any, Literal

from storefront.domain.media import Picture


@dataclass(frozen=True)
class Scene:
    """A photograph across the page with a title beside what it shows."""

    picture: Picture
    title: str
    words: str = ""
    link: str = ""
    """Words of the link to `url`; both or neither."""
    url: str = ""
    tone: Literal["light", "dark"] = "dark"
    """Of the photograph, so that the words stand out from it."""

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Scene":
        return cls(**{**kept, "picture": Picture.from_json(kept["picture"])})

    def to_json(self) -> dict[str, Any]:
        """For its setting."""
        said = {"title": self.title, "words": self.words, "link": self.link, "url": self.url, "tone": self.tone}
        return {"picture": self.picture.to_json(), **said}
