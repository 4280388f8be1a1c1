"""No locked package has a weakness that was published when tools/weaknesses.json was last written; and one that had would be named."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tools import weaknesses
from tools.weaknesses import Weakness


def test_nothing_that_is_locked_is_known_to_be_weak() -> None:
    assert weaknesses.hit(weaknesses.locked(), weaknesses.known()) == []


def test_the_file_knows_weaknesses_of_what_we_lean_on() -> None:
    told = weaknesses.known()
    assert {"django", "jinja2", "pillow", "cryptography"} <= set(told.packages)
    assert set(told.packages) <= set(weaknesses.locked())
    assert weaknesses.written(told) == weaknesses.KNOWN.read_text(encoding="utf-8")


def test_an_older_version_in_the_lock_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lock = tmp_path / "uv.lock"
    lock.write_text(
        '[[package]]\nname = "django"\nversion = "5.2.0"\nsource = { registry = "https://index.example/simple" }\n', encoding="utf-8"
    )
    assert weaknesses.main(["--lock", str(lock)]) == 1
    said = capsys.readouterr()
    assert "django 5.2.0 has " in said.err
    assert "CVE-" in said.err
    assert "1 locked packages" in said.out


@pytest.mark.parametrize(
    ("version", "is_weak"),
    [
        *(("4.1.9", False), ("4.2", True), ("4.2.23", True), ("4.2.24", False), ("5.2rc1", True), ("5.2.6", False)),
        *(("6.0", True), ("6.0.1", True), ("6.0.2", False), ("7.0", True), ("3.3", True), ("no version", True)),
    ],
)
def test_a_range_ends_before_the_version_that_mends_it(version: str, *, is_weak: bool) -> None:
    one = Weakness("X-1", (), "2026-01-01", (("4.2", "4.2.24"), ("5.0", "5.2.6"), ("6.0", ">6.0.1"), ("7.0", None)), ("3.3",))
    assert one.hits(version) is is_weak


ADVISORY = {
    "id": "PYSEC-1",
    "aliases": ["CVE-1", "ACVE-0"],
    "published": "2026-03-04T05:06:07Z",
    "affected": [
        {
            "package": {"name": "Granian", "ecosystem": "PyPI"},
            "ranges": [{"type": "GIT", "events": [{"introduced": "0"}]}],
            "versions": ["0.1"],
        },
        {
            "package": {"name": "granian", "ecosystem": "PyPI"},
            "ranges": [
                {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.2"}, {"introduced": "2.0"}, {"last_affected": "2.3"}]},
                {"type": "ECOSYSTEM", "events": [{"introduced": "3.0"}]},
            ],
            "versions": ["1.1"],
        },
        {"package": {"name": "granian", "ecosystem": "npm"}, "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}]},
    ],
}


class _Advisories(BaseHTTPRequestHandler):
    """What osv.dev would answer about granian, in two pages, and nothing about anything else."""

    def do_POST(self) -> None:
        question: dict[str, Any] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        told: dict[str, Any] = {}
        if question["package"] == {"name": "granian", "ecosystem": "PyPI"}:
            withdrawn = {**ADVISORY, "id": "PYSEC-2", "withdrawn": "2026-05-01T00:00:00Z"}
            told = {"vulns": [ADVISORY]} if "page_token" in question else {"vulns": [withdrawn], "next_page_token": "more"}
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(told).encode())

    def log_message(self, *_words: object) -> None:
        """Quiet."""


def test_the_file_is_written_from_what_the_advisories_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "weaknesses.json"
    lock = tmp_path / "uv.lock"
    pin = '[[package]]\nname = "{}"\nversion = "{}"\nsource = {{ registry = "https://index.example/simple" }}\n'
    lock.write_text(pin.format("granian", "1.2") + pin.format("django", "5.2"), encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Advisories)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        monkeypatch.setattr(weaknesses, "ADVISORIES", f"http://127.0.0.1:{server.server_address[1]}")
        assert weaknesses.main(["--refresh", "--lock", str(lock), "--known", str(kept)]) == 0
    finally:
        server.shutdown()
        server.server_close()
    assert weaknesses.known(kept).packages == {
        "granian": [Weakness("PYSEC-1", ("ACVE-0", "CVE-1"), "2026-03-04", (("0", "1.2"), ("2.0", ">2.3"), ("3.0", None)), ("0.1",))]
    }
    lock.write_text(pin.format("granian", "2.3"), encoding="utf-8")
    assert weaknesses.main(["--lock", str(lock), "--known", str(kept)]) == 1
    before = kept.read_text(encoding="utf-8")
    assert weaknesses.main(["--refresh", "--lock", str(lock), "--known", str(kept)]) == 2, "nobody answers any more"
    assert kept.read_text(encoding="utf-8") == before
