"""Runs on S3, as moto has it in a process of its own: the bytes of a local run, however often they are killed."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from tests.batch.runs import CLEANER_RUN, MAX_SECONDS, VOLATILE, counts, outputs, run
from tests.hosts.runs import corpus

BUCKET = "corpus"
CLEAN = [sys.executable, "-m", "cleaner.cli.clean"]


class Server:
    """A server of S3, and what is in its bucket."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.process = subprocess.Popen(
            [Path(sys.executable).parent / "moto_server", "-p", str(port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.environment = {
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "hush",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        }
        os.environ |= self.environment
        end = time.monotonic() + MAX_SECONDS
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        self.client: Any = boto3.client("s3")
        self.client.create_bucket(Bucket=BUCKET)

    def keys(self, prefix: str = "") -> list[str]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=prefix)
        return [entry["Key"] for page in pages for entry in page.get("Contents", ())]

    def read(self, key: str) -> bytes:
        content: bytes = self.client.get_object(Bucket=BUCKET, Key=key)["Body"].read()
        return content

    def outputs(self, folder: str) -> dict[str, bytes]:
        names = [key.removeprefix(f"{folder}/") for key in self.keys(f"{folder}/")]
        return {name: self.read(f"{folder}/{name}") for name in names if not name.startswith("_cleaner/")}

    def records(self, folder: str) -> int:
        return len(self.keys(f"{folder}/_cleaner/done/"))


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.process.kill()
    server.process.wait()


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus(tmp_path_factory.mktemp("s3") / "in", shards=8, documents=60)


@pytest.fixture(scope="module")
def local(inputs: Path) -> Path:
    out = inputs.parent / "local"
    assert run(inputs, "-o", out).returncode == 3, "it has broken records"
    return out


@pytest.fixture(scope="module")
def uploaded(server: Server, inputs: Path) -> str:
    for path in inputs.iterdir():
        server.client.upload_file(str(path), BUCKET, f"in/{path.name}")
    return f"s3://{BUCKET}/in"


def kill(command: list[str], is_time: Callable[[], bool], *, stop: subprocess.Popen[bytes] | None = None) -> None:
    """Start a command, and kill it and its workers when it is time; ``stop``: while it waits for this server."""
    with subprocess.Popen(command, start_new_session=True) as process:
        end = time.monotonic() + MAX_SECONDS
        while not is_time():
            assert process.poll() is None, "it has ended before"
            assert time.monotonic() < end
            time.sleep(0.02)
        if stop:
            stop.send_signal(signal.SIGSTOP)
            time.sleep(1)
        os.killpg(process.pid, signal.SIGKILL)
        if stop:
            stop.send_signal(signal.SIGCONT)


def test_a_run_gives_the_bytes_and_counts_of_a_local_run(server: Server, uploaded: str, local: Path) -> None:
    process = run(uploaded, "-o", f"s3://{BUCKET}/whole", "-j", 2, "-q", "--metrics", f"s3://{BUCKET}/m.prom")
    assert process.returncode == 3, process.stderr
    assert server.outputs("whole") == outputs(local)
    summary = json.loads(server.read("whole/_cleaner/summary.json"))
    assert {key for key, value in counts(local).items() if summary[key] != value} <= {"fingerprint"}
    assert {*summary} - {*counts(local)} <= {*VOLATILE}
    assert b"cleaner_complete 1" in server.read("m.prom")
    assert not server.keys("whole/_cleaner/lock")
    assert not any(b"hush" in server.read(key) for key in server.keys("whole/_cleaner/"))


@pytest.mark.parametrize("is_writing", [False, True], ids=["between shards", "in the middle of a request"])
@pytest.mark.parametrize("shards", [1, 4])
def test_a_killed_run_resumes(is_writing: bool, shards: int, server: Server, uploaded: str, local: Path) -> None:
    folder = f"killed-{shards}-{is_writing}"
    arguments = [uploaded, "-o", f"s3://{BUCKET}/{folder}", "-j", "1", "-q"]
    stopped = server.process if is_writing else None
    kill([*CLEANER_RUN, *arguments], lambda: server.records(folder) >= shards, stop=stopped)
    whole = outputs(local)
    assert all(whole[name] == content for name, content in server.outputs(folder).items()), "each object is whole"
    before = server.records(folder)
    process = run(*arguments)
    assert process.returncode == 3, process.stderr
    assert f"{before} of " in process.stdout
    assert server.outputs(folder) == whole
    assert len(server.read(f"{folder}/_cleaner/manifest.jsonl").splitlines()) == server.records(folder)


def test_parts_at_the_same_time_are_the_whole(server: Server, uploaded: str, local: Path) -> None:
    arguments = [uploaded, "-o", f"s3://{BUCKET}/parts", "-j", "1", "-q"]
    commands = [[*CLEANER_RUN, *arguments, "--shard", f"{number}/3"] for number in (1, 2, 3)]
    processes = [subprocess.Popen(command) for command in commands]
    assert {process.wait(MAX_SECONDS) for process in processes} == {3}
    assert run(*arguments).returncode == 3
    assert server.outputs("parts") == outputs(local)
    assert not [key for key in server.keys("parts/_cleaner/") if "-of-" in key]


def test_another_run_is_kept_out_and_waited_for(server: Server, uploaded: str) -> None:
    arguments = [uploaded, "-o", f"s3://{BUCKET}/locked", "-j", "1", "-q"]
    with subprocess.Popen([*CLEANER_RUN, *arguments]) as process:
        while not server.keys("locked/_cleaner/lock"):
            time.sleep(0.02)
        refused = run(*arguments)
        assert (refused.returncode, f"locked by process {process.pid} on" in refused.stderr) == (2, True)
        waiting = run(*arguments, "--wait")
    assert (process.returncode, waiting.returncode) == (3, 3)
    assert "done before" in waiting.stdout


def test_uploads_that_broke_off_are_aborted_and_those_of_others_are_not(server: Server, uploaded: str) -> None:
    for key in ("aborted/0.jsonl", "aborted-not/0.jsonl"):
        server.client.create_multipart_upload(Bucket=BUCKET, Key=key)
    assert run(uploaded, "-o", f"s3://{BUCKET}/aborted", "-q").returncode == 3
    left = server.client.list_multipart_uploads(Bucket=BUCKET)["Uploads"]
    assert [upload["Key"] for upload in left] == ["aborted-not/0.jsonl"]


def test_a_changed_input_is_cleaned_again(server: Server, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It rained.\nAdvertisement\n")
    address = f"s3://{BUCKET}/changing/a.txt"
    arguments = (address, "-o", tmp_path / "out", "-q", "--no-header")
    for text in (b"It rained.\nAdvertisement\n", b"It snowed.\nAdvertisement\n"):
        server.client.put_object(Bucket=BUCKET, Key="changing/a.txt", Body=text)
        assert run(*arguments).returncode == 0
        assert (tmp_path / "out" / "a.txt").read_bytes() == text.split(b"\n")[0] + b"\n"
    assert "1 of 1 shards done before" in run(*arguments).stdout


def test_tables_go_to_a_bucket_and_back(server: Server, uploaded: str) -> None:
    address = f"s3://{BUCKET}/all.parquet"
    for arguments in ([uploaded, "-o", address], [address, "-o", f"s3://{BUCKET}/back.jsonl.gz"]):
        done = subprocess.run([*CLEAN, *arguments, "-q"], capture_output=True, text=True, check=False)
        assert done.returncode in (0, 3), done.stderr
    assert server.read("back.jsonl.gz").startswith(b"\x1f\x8b")


@pytest.mark.parametrize(
    ("arguments", "changes", "message"),
    [
        (["s3://no-such-bucket/a.txt"], {}, "s3://no-such-bucket/a.txt: no such file"),
        (["a.txt", "-o", "s3://no-such-bucket/a.txt"], {}, "cannot be written: The specified bucket does not exist"),
        (["s3://corpus/a.txt"], {"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, "check the address and the network"),
        (["s3://corpus/a.txt"], {"AWS_ACCESS_KEY_ID": ""}, "(Unable to locate credentials): give s3fs credentials"),
    ],
)  # fmt: skip
def test_a_mistake_is_reported_in_a_line(
    arguments: list[str], changes: dict[str, str], message: str, server: Server, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("It rained.\n")
    environment = {name: value for name, value in {**os.environ, **server.environment, **changes}.items() if value}
    done = subprocess.run(
        [*CLEAN, *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
