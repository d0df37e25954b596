"""What must work for the shop to work."""

from sqlalchemy import text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from storefront import adapters
from storefront.core.db import db, session
from storefront.core.timetable import is_kept


def readiness() -> dict[str, bool]:
    """Each part of the deployment with whether it answers just now."""
    database = database_answers()
    return {
        "database": database,
        "cache": adapters.cache().healthy(),
        "storage": adapters.storage().healthy(),
        "worker": database and is_kept(),
    }


def database_answers() -> bool:
    try:
        session().execute(text("select 1 from catalog_state"))
    except SQLAlchemyError:
        session().rollback()
        return False
    return True


def why_database_is_away() -> str | None:
    """In one line of its driver's; None if it answers, whatever tables there are."""
    try:
        with db.engine.connect():
            return None
    except OperationalError as error:
        return str(error.orig).partition("\n")[0].rstrip(".")
