"""Tables of REFERENCE.md that come from constants of the code."""

import json
from collections.abc import Iterable
from typing import Any

from cleaner.authoring.schemas import schemas as all_schemas
from cleaner.cli.config import settings as configurable
from cleaner.cli.config import variable_of
from cleaner.cli.option import Option
from cleaner.errors import ExitStatus
from cleaner.frontmatter import FIELDS
from cleaner.io.foreign import FORMATS
from cleaner.io.formats import KIND_BY_SUFFIX
from cleaner.page_types import PAGE_TYPES
from tests.docs.api import field_docs


def exit_statuses() -> str:
    """Return the exit statuses of both commands."""
    meanings = [(number, meaning) for _, number, meaning in field_docs(ExitStatus).values()]
    return _table(("status", "meaning"), meanings)


def settings() -> str:
    """Return the keys of configuration files, with their variables."""
    rows = [
        (f"`{key}`", f"`{variable_of(key)}`", _value_of(option), "yes" if option.is_by_path else "")
        for key, option in configurable().items()
    ]
    return _table(("key", "variable", "value", "in `[[overrides]]`"), rows)


def _value_of(option: Option) -> str:
    if option.is_flag:
        return "true or false"
    if option.choices:
        names = ", ".join(f"`{choice}`" for choice in option.choices)
        return f"a list of {names}" if option.is_list else names
    kind = "a text" if option.kind is str else "a number"
    return f"a list of {'paths' if option.is_path else 'texts'}" if option.repeatable else kind


def front_matter() -> str:
    """Return the fields of the front matter, in output order."""
    return _table(("field", "content"), [(f"`{name}`", content) for name, content in FIELDS.items()])


def page_types() -> str:
    """Return the types of pages."""
    return _table(("`page_type`", "the page shows"), [(f"`{name}`", content) for name, content in PAGE_TYPES.items()])


def formats() -> str:
    """Return the input formats with the suffixes that name them."""
    kinds: dict[str, list[str]] = {}
    for suffix, kind in KIND_BY_SUFFIX.items():
        kinds.setdefault(kind, []).append(f"`{suffix}`")
    return _table(("`--input-format`", "suffixes"), [(f"`{kind}`", ", ".join(names)) for kind, names in kinds.items()])


def foreign_formats() -> str:
    """Return the formats that are refused, with the suffixes that name them and the ways out."""
    rows = [
        (row.name, f"`{row.suffixes}`" if row.suffixes else "", _way_out(row.way_out.replace("SEPARATOR", separator)))
        for row, separator in ((row, r"\t" if name == "tsv" else ",") for name, row in FORMATS.items())
    ]
    return _table(("what", "suffixes", "way out"), rows)


def schemas() -> str:
    """Return the JSON schemas of what is written."""
    blocks = [f"### Schema: {name}\n\n```json\n{_short_json(schema)}\n```" for name, schema in all_schemas().items()]
    return "\n\n".join(blocks)


def _short_json(schema: dict[str, Any]) -> str:
    """Return a schema as JSON with a property a line."""
    rows = []
    for key, value in schema.items():
        if key == "properties":
            properties = ",\n".join(f"  {json.dumps(name)}: {json.dumps(kind)}" for name, kind in value.items())
            rows.append(f'"properties": {{\n{properties}\n}}')
        else:
            rows.append(f"{json.dumps(key)}: {json.dumps(value)}")
    return "{" + ",\n".join(rows) + "}"


def _way_out(way_out: str) -> str:
    return f"`{way_out}`".replace("|", r"\|") if "FILE" in way_out else way_out.replace("|", r"\|")


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(cells)} |" for cells in (head, *rows)]
    return "\n".join([lines[0], "|---" * len(head) + "|", *lines[1:]])
