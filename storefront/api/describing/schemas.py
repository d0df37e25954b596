"""JSON Schemas of what comes in and goes out, by pydantic, under their names in the document."""

import json
from collections.abc import Iterable
from typing import Any

from pydantic import TypeAdapter

from storefront.api.endpoint import UNDECLARED, Declared

REF = "#/components/schemas/"


class Schemas:
    """Made together, so that a type which several endpoints share is one component."""

    def __init__(self, declared: Iterable[Declared]) -> None:
        wanted: dict[str, Any] = {}
        for one in declared:
            wanted.update({_key(form): form for form in (one.body, one.query) if form})
            if one.result is not UNDECLARED:
                wanted[_key(one.result)] = one.result
        made, whole = TypeAdapter.json_schemas(
            [(key, "validation", TypeAdapter(kind)) for key, kind in wanted.items()], ref_template=f"{REF}{{model}}"
        )
        self._schemas: dict[str, Any] = {key: schema for (key, _), schema in made.items()}
        self._components: dict[str, Any] = whole.get("$defs", {})

    def of(self, kind: Any) -> dict[str, Any]:
        """Its schema: a reference, if it has a name of its own. Anything, where nothing was declared."""
        return {} if kind is UNDECLARED else dict(self._schemas[_key(kind)])

    def resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        """What a reference leads to; any other schema as it is."""
        return self._components[schema["$ref"].removeprefix(REF)] if "$ref" in schema else schema

    def used_in(self, part: Any) -> dict[str, Any]:
        """The components to which this part of the document leads, by and by; forms of queries are nobody's in the end."""
        used: dict[str, Any] = {}
        looked_at = [part]
        while looked_at:
            text = json.dumps(looked_at.pop())
            for name, schema in self._components.items():
                if name not in used and f'"{REF}{name}"' in text:
                    used[name] = schema
                    looked_at.append(schema)
        return dict(sorted(used.items()))


def _key(kind: Any) -> str:
    return f"{getattr(kind, '__module__', '')}.{kind!r}"
