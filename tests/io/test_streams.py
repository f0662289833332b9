"""A stream of records tells when reading has to wait."""

import os
from itertools import islice

from cleaner.io.streams import InputStream, record_lines


def test_while_records_are_waited_for_that_is_told_again_and_again() -> None:
    end, start = os.pipe()
    with os.fdopen(end, "rb") as reading, os.fdopen(start, "wb", buffering=0) as writing:
        writing.write(b"one\ntwo\nthr")
        lines = record_lines(InputStream(reading), 1.0, tick=0.001)
        assert list(islice(lines, 5)) == [(1, b"one", ""), (2, b"two", ""), *[(0, b"", "")] * 3]
        writing.write(b"ee\n")
        assert next(line for line in lines if line[0]) == (3, b"three", "")


def test_who_does_not_ask_for_that_is_told_once() -> None:
    end, start = os.pipe()
    with os.fdopen(end, "rb") as reading, os.fdopen(start, "wb", buffering=0) as writing:
        writing.write(b"one\n")
        lines = record_lines(InputStream(reading), 1.0)
        assert list(islice(lines, 2)) == [(1, b"one", ""), (0, b"", "")]
        writing.write(b"two\n")
        assert next(lines) == (2, b"two", "")
