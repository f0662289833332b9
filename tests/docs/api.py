"""The public Python interface as Markdown, from signatures and docstrings."""

import ast
import inspect
import re
from collections.abc import Iterator
from typing import Any

import cleaner

_ROLE = re.compile(r":(?:mod|func|class|exc|data|meth|attr):`~?([^`]+)`")


def api() -> str:
    """Return a section for each public name, functions and classes first, then errors."""
    names = sorted(name for name in cleaner.__all__ if not name.startswith("__"))
    objects = [(name, getattr(cleaner, name)) for name in names]
    errors = [(name, value) for name, value in objects if inspect.isclass(value) and issubclass(value, BaseException)]
    functions = [pair for pair in objects if not inspect.isclass(pair[1])]
    classes = [pair for pair in objects if inspect.isclass(pair[1]) and pair not in errors]
    return "\n".join(
        row for name, value in (*functions, *classes, *errors) for row in (*_section(name, value), "")
    ).rstrip("\n")


def _section(name: str, value: Any) -> Iterator[str]:
    if not inspect.isclass(value):
        yield from (f"### `{name}{_signature(value)}`", "", *_prose(value))
        return
    if issubclass(value, BaseException):
        yield from (f"### `{name}`", "", *_prose(value))
        return
    fields = field_docs(value)
    yield from (f"### `{name}`" if fields else f"### `{name}{_signature(value)}`", "", *_prose(value))
    if fields:
        yield from ("", "| field | type | default | meaning |", "|---|---|---|---|")
        for field, (kind, default, meaning) in fields.items():
            yield f"| `{field}` | `{_cell(kind)}` | {f'`{_cell(default)}`' if default else ''} | {_cell(meaning)} |"
    for method_name, method in _methods(value):
        if isinstance(method, property) or not callable(method):
            yield from ("", f"#### `{name}.{method_name}`", "", *_prose(method))
        else:
            yield from ("", f"#### `{name}.{method_name}{_signature(method)}`", "", *_prose(method))


def field_docs(kind: type) -> dict[str, tuple[str, str, str]]:
    """Return the type, the default and the meaning of each field of a data class, from the string below the field."""
    body = ast.parse(inspect.getsource(kind)).body[0]
    assert isinstance(body, ast.ClassDef)
    rows: dict[str, tuple[str, str, str]] = {}
    for node, statement in zip(body.body, [*body.body[1:], None], strict=True):
        if isinstance(node, ast.AnnAssign) and not ast.unparse(node.target).startswith("_"):
            default = ast.unparse(node.value) if node.value else ""
            rows[ast.unparse(node.target)] = ast.unparse(node.annotation), default, _meaning(statement)
        elif isinstance(node, ast.Assign) and not ast.unparse(node.targets[0]).startswith("__"):
            rows[ast.unparse(node.targets[0])] = "", ast.unparse(node.value), _meaning(statement)
    return rows


def _meaning(node: ast.stmt | None) -> str:
    """Return the text of a statement that is only a string; an empty text for any other statement."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        return _plain(" ".join(node.value.value.split()))
    return ""


def _methods(kind: type) -> list[tuple[str, Any]]:
    return [
        (name, value)
        for name, value in vars(kind).items()
        if not name.startswith("_")
        and (inspect.isfunction(value) or isinstance(value, property) or hasattr(value, "func"))
        and inspect.getdoc(value)
    ]


def _signature(value: Any) -> str:
    try:
        signature = inspect.signature(value)
    except (TypeError, ValueError):
        return "()"
    parameters = [parameter for name, parameter in signature.parameters.items() if name != "self"]
    text = str(signature.replace(parameters=parameters))
    text = re.sub(r"\b(?:collections\.abc|typing|os|cleaner(?:\.\w+)*)\.", "", text)
    text = re.sub(r"\*<class '?(\w+)'?>", r"Unpack[\1]", text)
    return re.sub(r"'([A-Z]\w+)'", r"\1", text)


def _prose(value: Any) -> Iterator[str]:
    """Yield a docstring as Markdown: roles as code, examples as a block."""
    in_example = False
    for row in (inspect.getdoc(value) or "").split("\n"):
        if row.startswith(">>> ") and not in_example:
            yield "```python"
            in_example = True
        if in_example and not row.strip():
            yield "```"
            in_example = False
        yield row if in_example else _plain(row)
    if in_example:
        yield "```"


def _plain(text: str) -> str:
    return _ROLE.sub(lambda role: f"`{role[1].rsplit('.', 1)[-1]}`", text).replace("``", "`")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
