"""What a run reports to other programs: ``--metrics``, ``--log``, and who ran what when."""

import json
import re
import shlex
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cleaner.batch import metrics
from cleaner.batch.metrics import metric_rows
from cleaner.batch.run import RunSummary
from cleaner.batch.tally import Tally
from tests.batch.runs import control_lines, counts, run

_SAMPLE = re.compile(r'[a-z_]+(?:\{[a-z]+="(?:[^"\\\n]|\\["\\n])*"\})? [0-9.e+-]+')


def _summary(tally: Tally) -> RunSummary:
    return RunSummary(tally, 10, 5, 3, 2, 1, 1000.0, 1060.5)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    rows = [json.dumps({"id": row, "text": "It rained.\nAdvertisement"}) for row in range(5)]
    (tmp_path / "in" / "a.jsonl").write_text("\n".join([*rows, "{broken"]))
    (tmp_path / "in" / "b.txt").write_text("It rained.\nAdvertisement\n")
    return tmp_path


def _samples(text: str) -> dict[str, float]:
    rows = text.removesuffix("\n").split("\n")
    assert all(row.startswith(("# HELP cleaner_", "# TYPE cleaner_")) or _SAMPLE.fullmatch(row) for row in rows)
    pairs = [row.rsplit(" ", 1) for row in rows if not row.startswith("#")]
    assert len(dict(pairs)) == len(pairs)
    return {name: float(value) for name, value in pairs}


def test_the_metrics_are_the_counts_of_the_summary(corpus: Path) -> None:
    run("in", "-o", "out", "--metrics", "m.prom", cwd=corpus)
    samples, summary = _samples((corpus / "m.prom").read_text()), counts(corpus / "out")
    for outcome in ("written", "empty", "failed"):
        assert samples[f'cleaner_documents_total{{outcome="{outcome}"}}'] == summary[outcome]
    assert samples['cleaner_removed_lines_total{rule="ads/ad-label"}'] == 6
    assert samples["cleaner_input_bytes_total"] == summary["bytes_in"]
    assert samples['cleaner_shards{state="done"}'] == summary["shards"] == 2
    assert samples["cleaner_complete"] == 1
    assert list(corpus.glob(".cleaner-*")) == []


def test_names_of_rules_are_escaped() -> None:
    tally = Tally(rules={'a"b\\c\nd': [1, 2, 3]})
    rows = [*metric_rows(_summary(tally), is_complete=False)]
    assert r'cleaner_removed_lines_total{rule="a\"b\\c\nd"} 2' in rows
    samples = _samples("\n".join(rows))
    assert (samples['cleaner_shards{state="pending"}'], samples["cleaner_complete"]) == (1, 0)
    assert (samples["cleaner_start_time_seconds"], samples["cleaner_run_seconds"]) == (1000, 60.5)


def test_a_file_of_metrics_is_not_written_all_the_time(tmp_path: Path) -> None:
    file = metrics.Metrics(str(tmp_path / "m.prom"))
    assert file.is_due()
    file.write(_summary(Tally()))
    assert not file.is_due()


def test_the_log_has_a_line_for_each_shard(corpus: Path) -> None:
    for _ in range(2):
        run("in", "-o", "out", "--log", "log.jsonl", cwd=corpus)
    lines = [json.loads(line) for line in (corpus / "log.jsonl").read_text().splitlines()]
    assert [line["shard"] for line in lines] == ["a.jsonl", "b.txt"], "the second run has nothing to do"
    first, second = lines
    manifest = {record["shard"]: record for record in control_lines(corpus / "out", "manifest.jsonl")}
    assert (first["read"], first["failed"], second["read"], second["failed"]) == (6, 1, 1, 0)
    assert all(line["fingerprint"] == manifest[line["shard"]]["fingerprint"] for line in lines)
    assert (first["event"], first["host"]) == ("shard", socket.gethostname())
    assert datetime.now(UTC) - datetime.fromisoformat(first["time"]) < timedelta(minutes=10)


@pytest.mark.parametrize("option", ["--metrics", "--log"])
def test_a_report_that_cannot_be_written_is_an_error_in_a_line(option: str, corpus: Path) -> None:
    done = run("in", "-o", "out", option, "in", cwd=corpus)
    assert done.returncode == 3
    assert "in: cannot be written" in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_summary_names_time_host_and_command(corpus: Path) -> None:
    run("in", "-o", "out put", cwd=corpus)
    summary = json.loads((corpus / "out put" / "_cleaner" / "summary.json").read_bytes())
    started, ended = (datetime.fromisoformat(summary[key]) for key in ("started", "ended"))
    assert abs((ended - started).total_seconds() - summary["seconds"]) < 0.01
    assert datetime.now(UTC) - ended < timedelta(minutes=10)
    assert summary["host"] == socket.gethostname()
    assert shlex.split(summary["command"]) == ["cleaner", "run", "in", "-o", "out put"]
