"""The facts of this deployment that the domain needs. Set once by create_app; nothing here changes while the shop runs."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Site:
    url: str
    """Where people reach the shop, without a slash at the end."""
    name: str
    data_dir: Path
    secret_key: str
    access_secret: str
    refresh_secret: str
    bcrypt_cost: int = 12

    def address(self, path: str) -> str:
        """The absolute address of a path of this site; an address that is absolute already stays as it is."""
        return path if path.startswith(("http://", "https://")) else f"{self.url}{path}"


_site: Site | None = None


def use(site: Site) -> None:
    global _site
    _site = site


def site() -> Site:
    if _site is None:
        raise RuntimeError("create_app has not run")
    return _site
