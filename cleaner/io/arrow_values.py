"""Arrow arrays as values that JSON can hold, whatever their type, and the texts among them."""

import base64
import math
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from cleaner.lazy import lazy_pattern

_TRAILING = lazy_pattern(r"\.?0+$")


def strings(array: Any) -> list[str | bytes | None]:
    """Return the values of an array of strings or bytes; strings that are no UTF-8 come as bytes.

    >>> strings(pa.array(["a", None])), strings(pa.array(["b"]).dictionary_encode())
    (['a', None], ['b'])
    """
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    try:
        return array.to_pylist()  # type: ignore[no-any-return]  # Arrow has no types
    except UnicodeDecodeError:
        return array.cast(pa.large_binary()).to_pylist()  # type: ignore[no-any-return]


def readable(value: str | bytes) -> str:
    r"""Return a text as UTF-8 can hold it: bytes and surrogates that it cannot hold are shown by their numbers.

    >>> readable(b"caf\xe9"), readable("caf\udce9")
    ('caf\\xe9', 'caf\\udce9')
    """
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.encode("utf-8", "backslashreplace").decode()
    return value


def json_values(array: Any) -> list[Any]:
    """Return an array's values as JSON can hold them.

    Times are ISO 8601, decimals and what has no form of its own texts, bytes base64, maps objects where their keys are
    texts, else lists of pairs.

    >>> json_values(pa.array([1700000000000000001, None], pa.timestamp("ns", "UTC")))
    ['2023-11-14T22:13:20.000000001Z', None]
    >>> json_values(pa.array([[("a", b"x")]], pa.map_(pa.string(), pa.binary())))
    [{'a': 'eA=='}]
    """
    kind, of = array.type, pa.types
    if isinstance(array, pa.ExtensionArray):
        return json_values(array.storage)
    if of.is_dictionary(kind):
        return json_values(array.dictionary_decode())
    if of.is_null(kind) or of.is_boolean(kind) or of.is_integer(kind):
        return array.to_pylist()  # type: ignore[no-any-return]
    if _is_string(kind):
        return [None if value is None else readable(value) for value in strings(array)]
    if of.is_timestamp(kind):
        return _timestamps(array)
    if of.is_date(kind) or of.is_time(kind):
        return array.cast(pa.string()).to_pylist()  # type: ignore[no-any-return]
    if of.is_struct(kind):
        return _structs(array)
    return [_value(one) if one.is_valid else None for one in array]


def _is_string(kind: Any) -> bool:
    views = getattr(pa.types, "is_string_view", None)  # Arrow 16
    return pa.types.is_string(kind) or pa.types.is_large_string(kind) or (views is not None and views(kind))


def _timestamps(array: Any) -> list[str | None]:
    """Write points in time by Arrow: nanoseconds are more than Python's own types hold."""
    zone = "Z" if array.type.tz else ""
    written = array.view(pa.timestamp(array.type.unit)).cast(pa.string()).to_pylist()
    return [None if one is None else one.replace(" ", "T") + zone for one in written]


def _structs(array: Any) -> list[Any]:
    names = [field.name for field in array.type]
    columns = [json_values(pc.struct_field(array, at)) for at in range(len(names))]
    valid = array.is_valid().to_pylist()
    return [
        dict(zip(names, [one[at] for one in columns], strict=True)) if is_valid else None
        for at, is_valid in enumerate(valid)
    ]


def _value(one: Any) -> Any:
    """Return the JSON value of a scalar of a type that is rare, or holds others."""
    kind, of = one.type, pa.types
    if of.is_floating(kind):
        value = float(one.as_py())
        return value if math.isfinite(value) else str(value)  # JSON has no number for those
    if hasattr(one, "as_buffer"):  # bytes, of any kind
        return base64.b64encode(one.as_buffer()).decode()
    if of.is_map(kind):
        return _map(one)
    if hasattr(one, "values"):  # lists, of any kind
        return json_values(one.values)
    if of.is_duration(kind):
        return f"PT{_seconds(one)}S"
    if isinstance(one, (pa.UnionScalar, pa.RunEndEncodedScalar)):
        inner = one.value
        return json_values(pa.repeat(inner, 1))[0] if isinstance(inner, pa.Scalar) else inner
    return str(one.as_py())


def _map(one: Any) -> Any:
    keys, values = (json_values(pc.struct_field(one.values, at)) for at in (0, 1))
    if all(isinstance(key, str) for key in keys):
        return dict(zip(keys, values, strict=True))
    return [list(pair) for pair in zip(keys, values, strict=True)]


def _seconds(one: Any) -> str:
    """Return a duration in seconds, exactly."""
    digits = {"s": 0, "ms": 3, "us": 6, "ns": 9}[one.type.unit]
    count = one.value
    sign, count = ("-" if count < 0 else ""), abs(count)
    whole, part = divmod(count, 10**digits)
    return sign + (_TRAILING.sub("", f"{whole}.{part:0{digits}}") if part else str(whole))
