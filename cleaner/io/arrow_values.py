"""Arrow arrays as values that JSON can hold, whatever their type, and the texts among them."""

import base64
import math
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from cleaner.lazy import lazy_pattern

FRACTION_DIGITS = {"s": 0, "ms": 3, "us": 6, "ns": 9}
"""Digits after the point of a second, by Arrow's units of time."""

_TRAILING_ZEROS = lazy_pattern(r"\.?0+$")


def strings(array: Any) -> list[str | bytes | None]:
    """Return the values of an array of strings or bytes; strings that are not UTF-8 as bytes.

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
    r"""Return a text that UTF-8 can hold: bytes and surrogates that it cannot hold are written as escapes.

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

    Times become ISO 8601 and bytes base64; decimals and other types that JSON lacks become texts; maps become objects
    if their keys are texts, otherwise lists of pairs.

    >>> json_values(pa.array([1700000000000000001, None], pa.timestamp("ns", "UTC")))
    ['2023-11-14T22:13:20.000000001Z', None]
    >>> json_values(pa.array([[("a", b"x")]], pa.map_(pa.string(), pa.binary())))
    [{'a': 'eA=='}]
    """
    arrow_type, types = array.type, pa.types
    if isinstance(array, pa.ExtensionArray):
        return json_values(array.storage)
    if types.is_dictionary(arrow_type):
        return json_values(array.dictionary_decode())
    if types.is_null(arrow_type) or types.is_boolean(arrow_type) or types.is_integer(arrow_type):
        return array.to_pylist()  # type: ignore[no-any-return]
    if _is_string(arrow_type):
        return [None if value is None else readable(value) for value in strings(array)]
    if types.is_timestamp(arrow_type):
        return _timestamps(array)
    if types.is_date(arrow_type) or types.is_time(arrow_type):
        return array.cast(pa.string()).to_pylist()  # type: ignore[no-any-return]
    if types.is_struct(arrow_type):
        return _structs(array)
    return [_json_value(scalar) if scalar.is_valid else None for scalar in array]


def _is_string(arrow_type: Any) -> bool:
    is_view = getattr(pa.types, "is_string_view", None)  # since Arrow 16
    if pa.types.is_string(arrow_type) or pa.types.is_large_string(arrow_type):
        return True
    return is_view is not None and is_view(arrow_type)


def _timestamps(array: Any) -> list[str | None]:
    """Return points in time as Arrow writes them: Python's own types cannot hold nanoseconds."""
    zone = "Z" if array.type.tz else ""
    times = array.view(pa.timestamp(array.type.unit)).cast(pa.string()).to_pylist()
    return [None if time is None else time.replace(" ", "T") + zone for time in times]


def _structs(array: Any) -> list[Any]:
    names = [field.name for field in array.type]
    columns = [json_values(pc.struct_field(array, index)) for index in range(len(names))]
    valid = array.is_valid().to_pylist()
    return [
        dict(zip(names, [column[row] for column in columns], strict=True)) if is_valid else None
        for row, is_valid in enumerate(valid)
    ]


def _json_value(scalar: Any) -> Any:
    """Return the JSON value of a scalar whose type is rare, or holds others."""
    arrow_type, types = scalar.type, pa.types
    if types.is_floating(arrow_type):
        value = float(scalar.as_py())
        return value if math.isfinite(value) else str(value)  # JSON has no number for infinity
    if hasattr(scalar, "as_buffer"):  # bytes, of any type
        return base64.b64encode(scalar.as_buffer()).decode()
    if types.is_map(arrow_type):
        return _map(scalar)
    if hasattr(scalar, "values"):  # lists, of any type
        return json_values(scalar.values)
    if types.is_duration(arrow_type):
        return f"PT{_seconds(scalar)}S"
    if isinstance(scalar, (pa.UnionScalar, pa.RunEndEncodedScalar)):
        inner = scalar.value
        return json_values(pa.repeat(inner, 1))[0] if isinstance(inner, pa.Scalar) else inner
    return str(scalar.as_py())


def _map(scalar: Any) -> Any:
    keys, values = (json_values(pc.struct_field(scalar.values, index)) for index in (0, 1))
    if all(isinstance(key, str) for key in keys):
        return dict(zip(keys, values, strict=True))
    return [list(pair) for pair in zip(keys, values, strict=True)]


def _seconds(scalar: Any) -> str:
    """Return a duration in seconds, exactly."""
    digits = FRACTION_DIGITS[scalar.type.unit]
    sign, count = ("-" if scalar.value < 0 else ""), abs(scalar.value)
    whole, fraction = divmod(count, 10**digits)
    return sign + (_TRAILING_ZEROS.sub("", f"{whole}.{fraction:0{digits}}") if fraction else str(whole))
