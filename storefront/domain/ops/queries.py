"""What must work for the shop to work."""

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from storefront import adapters
from storefront.core.db import session
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
