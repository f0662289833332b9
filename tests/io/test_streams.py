"""A stream of lines says when reading has to wait."""

import io
import os
from itertools import islice

from cleaner.io.streams import FLUSH, InputStream, record_lines

LIMIT = 1 << 20


def test_while_lines_are_waited_for_flushes_come_repeatedly() -> None:
    end, start = os.pipe()
    with os.fdopen(end, "rb") as reading, os.fdopen(start, "wb", buffering=0) as writing:
        writing.write(b"one\ntwo\nthr")
        lines = record_lines(InputStream(reading), LIMIT, interval=0.001)
        assert list(islice(lines, 5)) == [(1, b"one", ""), (2, b"two", ""), *[FLUSH] * 3]
        writing.write(b"ee\n")
        assert next(line for line in lines if line is not FLUSH) == (3, b"three", "")


def test_without_an_interval_a_single_flush_comes_before_reading_waits() -> None:
    end, start = os.pipe()
    with os.fdopen(end, "rb") as reading, os.fdopen(start, "wb", buffering=0) as writing:
        writing.write(b"one\n")
        lines = record_lines(InputStream(reading), LIMIT)
        assert list(islice(lines, 2)) == [(1, b"one", ""), FLUSH]
        writing.write(b"two\n")
        assert next(lines) == (2, b"two", "")


def test_lines_that_are_blank_or_too_long_give_no_record() -> None:
    stream = io.BytesIO(b"\xef\xbb\xbf{}\n\n  \n" + b"x" * 11 + b"\nlast")
    lines = list(record_lines(InputStream(stream), 10))
    assert lines == [(1, b"{}", ""), (4, b"", "is longer than 0 MiB, and left out"), (5, b"last", "")]
