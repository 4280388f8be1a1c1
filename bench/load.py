"""Load for a web server on this machine: many connections, each asking again as soon as it was answered.

wrk when it is installed (`apt-get install wrk`), else a small client of our own, which is itself the limit above some thousand requests a
second and says so in its name.
"""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_LUA: Final = """
local requests = {%s}
local at = 0
local threads = 0
function setup(thread) thread:set("first", threads * 97) threads = threads + 1 end
function init(args) at = first end
function request() at = at + 1 return requests[at %% #requests + 1] end
function done(summary, latency, all)
  io.write(string.format('{"requests": %%d, "microseconds": %%d, "p99": %%f, "wrong": %%d}', summary.requests, summary.duration,
    latency:percentile(99), summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout))
end
"""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one run gave."""

    per_second: float
    p99_ms: float
    wrong: int
    """Answers that were not 200, and connections that failed."""


def generator() -> str:
    """Which client makes the load."""
    return "wrk" if shutil.which("wrk") else "our own Python client (may itself be the limit)"


def load(port: int, requests: Sequence[str], *, seconds: float, connections: int) -> Loaded:
    """Send the requests round and round; each is a whole HTTP request as text."""
    wrk = shutil.which("wrk")
    return _by_wrk(wrk, port, requests, seconds, connections) if wrk else asyncio.run(_by_ourselves(port, requests, seconds, connections))


def get(path: str, *headers: str) -> str:
    """One request."""
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *headers, "", ""])


def _by_wrk(wrk: str, port: int, requests: Sequence[str], seconds: float, connections: int) -> Loaded:
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "ask.lua"
        script.write_text(_LUA % ",\n".join(json.dumps(request) for request in requests), encoding="utf-8")
        threads = min(2, connections)
        told = subprocess.check_output(
            [
                wrk,
                f"-t{threads}",
                f"-c{connections}",
                f"-d{max(1, round(seconds))}s",
                "--timeout",
                "20s",
                "-s",
                str(script),
                f"http://127.0.0.1:{port}/",
            ],
            text=True,
        )
    found = json.loads(told[told.rindex('{"requests"') :])
    return Loaded(found["requests"] / found["microseconds"] * 1e6, found["p99"] / 1000, found["wrong"])


async def _by_ourselves(port: int, requests: Sequence[str], seconds: float, connections: int) -> Loaded:
    took: list[float] = []
    wrong = 0
    until = time.perf_counter() + seconds

    async def one(first: int) -> None:
        nonlocal wrong
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        at = first
        while time.perf_counter() < until:
            began = time.perf_counter()
            writer.write(requests[at % len(requests)].encode())
            at += 1
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
            await reader.readexactly(int(length.group(1)) if length else 0)
            took.append(time.perf_counter() - began)
            wrong += b" 200 " not in head[:16]
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(one(place * 97) for place in range(connections)))
    took.sort()
    return Loaded(len(took) / (time.perf_counter() - began), took[int(len(took) * 0.99)] * 1000, wrong)
