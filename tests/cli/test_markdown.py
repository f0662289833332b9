from pathlib import Path

import pytest

from tests.cli.commands import STORY, clean

NOTE = f"# Bridge\n\n{STORY}"
LABELED = f"# Bridge\n\nAdvertisement\n\n{STORY}"
FRONT = {
    "yaml": "---\n# by hand\ntitle:   'Bridge'\nlist: [ a,b ]\n---\n",
    "unknown keys": "---\nlayout: post\n---\n",
    "template": '---\ntitle: "{{ .Name | title }}"\ndate: {{ .Date }}\n---\n\n',
    "toml": "+++\ntitle = 'Bridge' # a title\n+++\n\n",
    "json": '{ "title": "Bridge",\n  "tags": [] }\n',
}


def _in_place(folder: Path, content: bytes, *options: str) -> bytes:
    path = folder / "note.md"
    path.write_bytes(content)
    result = clean("-i", *options, path)
    assert (result.status, result.err) == (0, "")
    return path.read_bytes()


@pytest.mark.parametrize(
    "content",
    [
        NOTE.encode(),
        NOTE.rstrip().encode(),
        f"\n\n{NOTE}\n\n".encode(),
        NOTE.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + NOTE.encode(),
        NOTE.replace("council", "conseil à Orléans, où l’été").encode("cp1252"),
        FRONT["yaml"].encode(),
    ],
)
def test_a_file_without_boilerplate_keeps_all_bytes(
    content: bytes,
    tmp_path: Path,
) -> None:
    assert _in_place(tmp_path, content, "-q") == content


@pytest.mark.parametrize("options", [(), ("--no-normalize",), ("--no-header",)])
@pytest.mark.parametrize("front", ["", *FRONT.values()], ids=["none", *FRONT])
def test_in_place_only_boilerplate_goes(
    front: str,
    options: tuple[str, ...],
    tmp_path: Path,
) -> None:
    assert _in_place(tmp_path, (front + LABELED).encode(), *options) == (front + NOTE).encode()


def test_line_ends_and_encoding_stay_where_something_is_cut(
    tmp_path: Path,
) -> None:
    windows = LABELED.replace("\n", "\r\n").encode("utf-8-sig")
    assert _in_place(tmp_path, windows) == NOTE.replace("\n", "\r\n").encode("utf-8-sig")


def test_in_place_writes_a_header_on_request(tmp_path: Path) -> None:
    written = _in_place(tmp_path, NOTE.encode(), "--header").decode()
    assert written.startswith("---\n")
    assert written.endswith(f"\n---\n\n{NOTE}")
    assert _in_place(tmp_path, written.encode(), "--header").decode() == written


@pytest.mark.parametrize("name", FRONT)
def test_elsewhere_yaml_gets_what_the_run_found_below_the_old_keys(
    name: str,
    tmp_path: Path,
) -> None:
    path, front = tmp_path / "note.md", FRONT[name]
    path.write_text(front + LABELED, "utf-8")
    written = clean(path).out
    if name in ("yaml", "unknown keys"):
        assert written.startswith(front.removesuffix("---\n") + "cleaner:\n")
        assert written.endswith(f"\n---\n{NOTE}")
    else:
        assert written == front + NOTE
    path.write_text(written, "utf-8")
    assert clean(path).out == written


def test_values_of_toml_are_metadata(tmp_path: Path) -> None:
    path = tmp_path / "note.md"
    path.write_text(f"+++\ntitle = 'Bridge'\ndate = 2024-05-22\n[params]\nx = 1\n+++\n{STORY}", "utf-8")
    (record,) = clean("-t", "jsonl", path).records()
    assert record["text"] == STORY.strip()
    assert (record["metadata"]["title"], record["metadata"]["date"]) == ("Bridge", "2024-05-22")
    assert record["metadata"]["params"] == {"x": 1}


@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
@pytest.mark.parametrize("front", ["", FRONT["toml"]])
def test_a_diff_shows_the_rows_that_go(
    front: str,
    end: str,
    tmp_path: Path,
) -> None:
    path = tmp_path / "note.md"
    text = f"{front}![a](b)\n\n***\n{LABELED}\n- [Share on Facebook](/f)\n- ![c](d)\n\n[r]: /u{end}"
    path.write_text(text, "utf-8")
    rows = clean("--diff", "--no-header", path).out.split("\n")
    changes = [row for row in rows[2:] if row[:1] in ("+", "-")]
    assert sorted(changes) == ["-", "-- [Share on Facebook](/f)", "-Advertisement"]
