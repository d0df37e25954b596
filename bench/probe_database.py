"""The database as the bare probes use it: SQLAlchemy Core on the shop's own tables, and three small tables to write to."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    TextClause,
    bindparam,
    func,
    insert,
    select,
    text,
    update,
)

from storefront.core.sqlite import WRITE, WRITE_SOON, tune, turn
from storefront.domain.catalog.models import Category, Product
from storefront.domain.inventory.models import Stock

T = TypeVar("T")

PAGE, BESIDE, JSON_PAGE, CANDIDATES = 24, 8, 20, 2_000

TABLES = MetaData()
LINES = Table(
    "probe_lines",
    TABLES,
    Column("bag", String(64), primary_key=True),
    Column("product_id", String(24), primary_key=True),
    Column("quantity", Integer),
)
ORDERS = Table(
    "probe_orders",
    TABLES,
    Column("id", String(24), primary_key=True),
    Column("product_id", String(24)),
    Column("name", String(160)),
    Column("total", Integer),
)
SHELF = Table(
    "probe_shelf",
    TABLES,
    Column("item_id", String(24), primary_key=True),
    Column("on_hand", Integer),
    Column("held", Integer),
)

_p = Product.__table__.c
_c = Category.__table__.c
_CARD = (_p.id, _p.slug, _p.name, _p.price, _p.compare_price, _p.in_stock, _p.version, _p.pictures, _p.specifications)
_IN_CATEGORY = (_p.category_id == bindparam("category"), _p.listed)
_ORDERS = {
    "featured": (_p.featured.desc(), _p.sort_order, _p.id.desc()),
    "newest": (_p.id.desc(),),
    "price_asc": (_p.price, _p.id),
    "name": (_p.name, _p.id),
}
CARDS = {
    sort: select(*_CARD).where(*_IN_CATEGORY).order_by(*order).limit(PAGE).offset(bindparam("skip"))
    for sort, order in _ORDERS.items()
}
REFS = {sort: statement.with_only_columns(_p.id, _p.version) for sort, statement in CARDS.items()}
COUNT = select(func.count()).select_from(Product.__table__).where(*_IN_CATEGORY)
CARDS_OF = select(*_CARD).where(_p.id.in_(bindparam("ids", expanding=True)))
REFS_OF = CARDS_OF.with_only_columns(_p.id, _p.version)
PRODUCT = select(*_p).where(_p.slug == bindparam("slug"))
BESIDE_IT = select(*_CARD).where(*_IN_CATEGORY).order_by(_p.id.desc()).limit(BESIDE)
WHOLE = {
    sort: select(*_p, _c.name.label("category"))
    .join_from(Product.__table__, Category.__table__, _c.id == _p.category_id)
    .where(*_IN_CATEGORY)
    .order_by(*order)
    .limit(JSON_PAGE)
    .offset(bindparam("skip"))
    for sort, order in _ORDERS.items()
}
FOR_SALE = select(_p.price, _p.name, _p.in_stock).where(_p.id == bindparam("id"))
TAKE = (
    update(SHELF).where(SHELF.c.item_id == bindparam("item"), SHELF.c.on_hand - SHELF.c.held >= 1).values(held=SHELF.c.held + 1)
)

_FTS = text(
    f"""
    SELECT product_id FROM product_search_texts WHERE number IN (
        SELECT rowid FROM product_search WHERE product_search MATCH :match ORDER BY rowid DESC LIMIT {CANDIDATES}
    ) ORDER BY instr(name, :word) > 0 DESC, product_id DESC LIMIT {PAGE}
    """
)
# The words stand in the statement, so that the planner sees how frequent they are.
_VECTORS = text(
    f"""
    SELECT product_id FROM (
        SELECT product_id, vector FROM product_search WHERE vector @@ CAST(:match AS tsquery)
        ORDER BY product_id DESC LIMIT {CANDIDATES}
    ) AS hits ORDER BY ts_rank(vector, CAST(:match AS tsquery)) DESC LIMIT {PAGE}
    """
).bindparams(bindparam("match", type_=String, literal_execute=True))


class Database:
    """Connections as the shop has them, with the same pragmas."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        tune(engine)

    def make_tables(self) -> None:
        """Those that the probes write to; every piece of which there are any is on the shelf."""
        TABLES.create_all(self._engine)
        counted = select(Stock.item_id, Stock.on_hand, Stock.held).where(Stock.on_hand > 0)
        self.write(lambda connection: connection.execute(insert(SHELF).from_select(["item_id", "on_hand", "held"], counted)))

    def read(self, work: Callable[[Connection], T]) -> T:
        with self._engine.connect() as connection:
            return work(connection)

    def write(self, work: Callable[[Connection], T], *, durable: bool = True) -> T:
        """One transaction, one commit, which waits for the disk where the shop's does."""
        options = WRITE if durable else WRITE_SOON
        with turn(self._engine), self._engine.connect().execution_options(**options) as connection, connection.begin():
            return work(connection)

    def search(self, words: list[str]) -> tuple[TextClause, dict[str, str]]:
        """The statement and its values for the ids of what has all these words, the best of so many candidates first."""
        if self._engine.dialect.name == "postgresql":
            return _VECTORS, {"match": " & ".join(f"'{word}':*" for word in words)}
        return _FTS, {"match": " AND ".join(f'"{word}"*' for word in words), "word": words[0]}
