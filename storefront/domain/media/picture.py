"""A picture as pages and clients know it, and as it stands in the rows of what it shows."""

from dataclasses import dataclass
from typing import Any, Protocol

from storefront.adapters import storage


@dataclass(frozen=True)
class Stored:
    """A picture that the shop keeps."""

    id: str
    key: str
    filename: str
    content_type: str
    size: int
    """Bytes of the master."""
    width: int
    height: int
    color: str
    renditions: list[int]
    """Widths that are there as WebP and AVIF; none while they are being made."""

    @property
    def url(self) -> str:
        """Where the master is."""
        return storage().url(f"{self.key}/master.webp")


class Measured(Protocol):
    """What a picture is made from: a `Stored`, a row or an entity of `media`."""

    @property
    def key(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def color(self) -> str: ...
    @property
    def renditions(self) -> list[int]: ...


@dataclass(frozen=True, slots=True)
class Picture:
    """What an <img> needs. Width and height are the master's, in pixels, and 0 where they are not known."""

    key: str
    """Empty for a picture that lies elsewhere."""
    alt: str
    width: int
    height: int
    color: str
    """The average, '#rrggbb', or empty."""
    src: str
    """The master, or the address elsewhere."""
    webp: str = ""
    """As `srcset` takes it; empty until the sizes are there."""
    avif: str = ""
    sizes: tuple[int, ...] = ()
    """Widths in pixels that `webp` and `avif` name."""

    @classmethod
    def of(cls, row: Measured, alt: str) -> "Picture":
        return cls._kept(row.key, alt, row.width, row.height, row.color, row.renditions)

    @classmethod
    def external(cls, url: str, alt: str) -> "Picture":
        """A picture that lies elsewhere and stays there."""
        return cls("", alt, 0, 0, "", url)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Picture":
        """From what `to_json` gave. Addresses are made now, so that pictures may move to a CDN."""
        if "url" in kept:
            return cls.external(kept["url"], kept["alt"])
        return cls._kept(kept["key"], kept["alt"], kept["width"], kept["height"], kept["color"], kept["sizes"])

    def to_json(self) -> dict[str, Any]:
        """For a column of what it shows."""
        if not self.key:
            return {"url": self.src, "alt": self.alt}
        measures = {"width": self.width, "height": self.height, "color": self.color, "sizes": list(self.sizes)}
        return {"key": self.key, "alt": self.alt, **measures}

    @classmethod
    def _kept(cls, key: str, alt: str, width: int, height: int, color: str, sizes: list[int]) -> "Picture":
        # Lists build dozens of these: the storage is asked for one address, from which the others follow.
        base = storage().url(key)
        webp = ", ".join([f"{base}/{size}.webp {size}w" for size in sizes])
        avif = ", ".join([f"{base}/{size}.avif {size}w" for size in sizes])
        return cls(key, alt, width, height, color, f"{base}/master.webp", webp, avif, tuple(sizes))
