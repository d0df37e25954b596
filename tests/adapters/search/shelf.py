"""An index to fill in few words."""

from storefront.adapters.search.base import Document, SearchIndex
from storefront.core.db import transaction
from storefront.core.ids import new_id


class Shelf:
    """Puts products by their names, and tells the names of what is found."""

    def __init__(self, index: SearchIndex) -> None:
        self.index = index
        self.names: dict[str, str] = {}

    def put(self, name: str, *, id: str = "", **texts: str) -> str:
        key = id or new_id()
        self.names[key] = name
        with transaction():
            self.index.put([document(key, name, **texts)])
        return key

    def found(self, query: str) -> list[str]:
        return [self.names[key] for key in self.index.find(query).ids]


def document(key: str, name: str, **texts: str) -> Document:
    return Document(key, name, *(texts.get(field, "") for field in ("category", "tags", "details", "description", "labels")))
