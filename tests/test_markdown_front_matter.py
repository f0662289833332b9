from typing import Any

import pytest

from cleaner.markdown_front_matter import split_markdown, with_fields


@pytest.mark.parametrize(
    ("front", "fields"),
    [
        ("---\ntitle: Bridge\n---\n", {"title": "Bridge"}),
        ("---\r\ntitle: Bridge\r\n---\r\n", {"title": "Bridge"}),
        ("---\nlayout: post\n---\n", {"layout": "post"}),
        ("---\n# note\ntags:\n- a\n- b\n...\n", {"tags": ["a", "b"]}),
        ("---\n---\n", {}),
        ('---\ntitle: "{{ .Name | title }}"\ndate: {{ .Date }}\n---\n', {}),
        ("---\na: &x 1\nb: *x\n---\n", {}),
        ("+++\ntitle = 'Bridge'\ndate = 2024-05-22\n[menu]\nx = 07:30:00\n+++\n", None),
        ("+++\ntitle = {{ .Name }}\n+++\n", {}),
        ('{"title": "Bridge", "tags": ["a"]}\n', {"title": "Bridge", "tags": ["a"]}),
        ('{\n  "title": "Bridge"\n}', {"title": "Bridge"}),
    ],
)
@pytest.mark.parametrize("body", ["", "Text.\n", "\n\nText."])
def test_front_matter_is_split_off_as_it_stands(front: str, fields: dict[str, Any] | None, body: str) -> None:
    if body and not front.endswith("\n"):
        return
    if fields is None:
        fields = {"title": "Bridge", "date": "2024-05-22", "menu": {"x": "07:30:00"}}
    found, rest = split_markdown(front + body)
    assert found
    assert (found.text, dict(found.fields), rest) == (front, fields, body)
    assert found.lines == front.count("\n")


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nText.\n\n---\n",
        "---\nThe mayor said so.\n---\nText.",
        "---\n- a\n- b\n---\n",
        "---\n\nNote: the bridge is shut.\n\n---\n",
        "----\ntitle: x\n----\n",
        "---\ntitle: x\n",
        "+++\ntitle = 'x'\n",
        "{Note: shut.}\n",
        '{"a": 1} and text\n',
        '["a"]\n',
        '{"a": NaN}\n',
        "Text.\n---\ntitle: x\n---\n",
    ],
)
def test_what_only_looks_like_front_matter_is_text(text: str) -> None:
    assert split_markdown(text) == (None, text)


@pytest.mark.parametrize(
    ("front", "changed"),
    [
        ("---\n# note\nb:   'x'\n---\n", "---\n# note\nb:   'x'\nsite: \"a.com\"\n---\n"),
        ("---\r\nb: x\r\n---\r\n", '---\r\nb: x\r\nsite: "a.com"\r\n---\r\n'),
        ("---\nsite:\n---\n", "---\nsite:\n---\n"),
        ("---\n---\n", '---\nsite: "a.com"\n---\n'),
        ("---\n{b: x}\n---\n", "---\n{b: x}\n---\n"),
        ("---\nb: {{ x }}\n---\n", "---\nb: {{ x }}\n---\n"),
        ("+++\nb = 1\n+++\n", "+++\nb = 1\n+++\n"),
        ('{"b": 1}\n', '{"b": 1}\n'),
    ],
)
def test_new_fields_follow_the_old_fields_of_yaml(front: str, changed: str) -> None:
    assert with_fields(front, {"site": "a.com"}) == changed
    assert with_fields(changed, {"site": "a.com"}) == changed


def test_only_the_entry_of_this_program_is_replaced() -> None:
    front = "---\na: 1\ncleaner:\n  version: '1'\n  x: y\nb:   2\n---\n"
    changed = with_fields(front, {"cleaner": {"version": "2"}})
    assert changed == '---\na: 1\nb:   2\ncleaner:\n  version: "2"\n---\n'
