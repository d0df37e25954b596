"""The document of the states."""

from pathlib import Path

from storefront.cli.states import document
from storefront.domain.orders.states import MONEY_MOVES, MOVES

DOCUMENT = Path(__file__).parents[2] / "docs" / "states.md"


def test_the_document_is_drawn_from_the_tables() -> None:
    assert DOCUMENT.read_text() == document(), "python -m storefront.cli.states > docs/states.md"


def test_every_move_is_in_it() -> None:
    shown = DOCUMENT.read_text()

    for moves in (MOVES, MONEY_MOVES):
        for (state, event), to in moves.items():
            said = f"{event} when {state}" if state is to else f"{state} --> {to}"
            assert said in shown
