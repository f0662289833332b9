"""Nodes to samples: the texts under ``removes``, ``keeps`` and ``saves``."""

from collections.abc import Callable, Iterator

from cleaner.rules.yaml_nodes import Mapping, Node, Problems, Scalar
from cleaner.rules.yaml_nodes import Sequence as Items
from cleaner.types import Sample, Saved

Texts = Callable[[Node], list[Scalar]]
"""What reads a text or a list of texts, and notes what is wrong with them."""


def keeps(node: Node, texts: Texts) -> tuple[Sample, ...]:
    """Read samples that stay."""
    return tuple(Sample("keeps", _text(entry), entry.place.line) for entry in texts(node))


def removes(node: Node, texts: Texts, mistakes: Problems) -> tuple[Sample, ...]:
    """Read samples that go: texts, or mappings of a text to what ``remove: match`` leaves of it."""
    samples: list[Sample] = []
    for entry in node.items if isinstance(node, Items) and node.items else (node,):
        if isinstance(entry, Mapping):
            samples += _cut_samples(entry, texts, mistakes)
        else:
            samples += (Sample("removes", _text(text), text.place.line) for text in texts(entry))
    return tuple(samples)


def saves(node: Node, texts: Texts, mistakes: Problems, example: str) -> tuple[Sample, ...]:
    """Read samples, each with what is saved of it."""
    if not isinstance(node, Mapping):
        mistakes.add("R111", "'saves' has samples, each with what is saved", node.place, f"as in '{example}'")
        return ()
    samples = []
    for name, value in node.pairs:
        if isinstance(value, Mapping):
            saved = tuple(
                Saved(field.text, tuple(entry.text.strip() for entry in texts(of))) for field, of in value.pairs
            )
            samples += [Sample("saves", _text(text), text.place.line, saved=saved) for text in texts(name)]
        else:
            message = "a sample of 'saves' has a field with its values"
            mistakes.add("R111", message, value.place, f"as in '{example}'")
    return tuple(samples)


def _cut_samples(node: Mapping, texts: Texts, mistakes: Problems) -> Iterator[Sample]:
    for name, value in node.pairs:
        if isinstance(value, Scalar):
            cut = value.text.strip()
            yield from (Sample("removes", _text(text), text.place.line, cut=cut) for text in texts(name))
        else:
            mistakes.add("R111", "what is left of the sample is a text", value.place, 'as in "in (AP)": "in"')


def _text(entry: Scalar) -> str:
    return entry.text.rstrip("\n")
