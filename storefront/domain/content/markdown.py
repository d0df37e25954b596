"""From Markdown to the HTML of our pages. HTML in the text is shown as it is written, and no link leads to a script."""

from collections.abc import MutableMapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from storefront.core.text import slug


class _Renderer(RendererHTML):
    """Headings can be linked to and leave the first rank to the page's title; tables scroll in a box of their own."""

    def heading_open(self, tokens: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]) -> str:
        tag, words = self._ranked(tokens[at]), tokens[at + 1].content
        return f'<{tag} id="{slug(words)}">'

    def heading_close(self, tokens: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]) -> str:
        return f"</{self._ranked(tokens[at])}>\n"

    def table_open(self, tokens: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]) -> str:
        return '<div class="table-box" tabindex="0" role="group" aria-label="Table"><table class="table">\n'

    def table_close(self, tokens: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]) -> str:
        return "</table></div>\n"

    def th_open(self, tokens: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]) -> str:
        return f'<th scope="col"{self._aligned(tokens[at])}>'

    def td_open(self, tokens: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]) -> str:
        return f"<td{self._aligned(tokens[at])}>"

    @staticmethod
    def _aligned(token: Token) -> str:
        # As it comes it would be an inline style, which our pages do not allow.
        return ' class="num"' if "right" in str(token.attrGet("style")) else ""

    @staticmethod
    def _ranked(token: Token) -> str:
        return "h2" if token.tag == "h1" else token.tag


# Pictures have no measures in Markdown: the page would jump when they come.
_markdown = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable("table").disable("image")


def html_of(text: str) -> str:
    """Safe to stand in a page as it is."""
    return str(_markdown.render(text))
