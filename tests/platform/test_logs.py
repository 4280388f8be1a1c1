"""Log lines: JSON, and without anybody's numbers or addresses."""

import json
import logging
from datetime import date, datetime

import pytest
from django.test import Client

from openjmo.platform.logs import Brief, JsonLines, redact


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("NIK 3171234509870001 ditolak", "NIK [number] ditolak"),
        ("NIK 3171 2345 0987 0001", "NIK [number]"),
        ("KPJ 12345678901", "KPJ [number]"),
        ("KPJ:12345678901,", "KPJ:[number],"),
        ("nik=3171234509870001&x=1", "nik=[number]&x=1"),
        ("nik_3171234509870001_x", "nik_[number]_x"),
        ("hubungi +62 812-3456-7890", "hubungi [number]"),
        ("hubungi 081234567890", "hubungi [number]"),
        ("siti.aminah+kerja@contoh.co.id masuk", "[address] masuk"),
        ("<siti@contoh.id>", "<[address]>"),
        (
            'null value\nDETAIL:  Failing row contains (1, SITI, WATI).\nCONTEXT:  COPY x, line 3: "SITI"',
            "null value\nDETAIL: [row]\nCONTEXT: [row]",
        ),
        ("Key (email)=(a@b.id) already exists", "Key (email)=([address]) already exists"),
    ],
)
def test_what_names_a_person_is_taken_out(written: str, kept: str) -> None:
    assert redact(written) == kept


@pytest.mark.parametrize("written", ["12345 lines in 16 seconds", "2026-11-23 17:05:09", "HTTP 404", "port 8017", "0001_initial", "@media"])
def test_ordinary_text_stays(written: str) -> None:
    assert redact(written) == written


def _line(record: logging.LogRecord) -> dict[str, object]:
    line = json.loads(JsonLines().format(record))
    assert isinstance(line, dict)
    return line


def test_arguments_extras_and_tracebacks_are_cleaned_too() -> None:
    with pytest.raises(ValueError, match="3171234509870001") as caught:
        int("participant 3171234509870001")
    trouble = (caught.type, caught.value, caught.tb)
    record = logging.LogRecord("room", logging.ERROR, __file__, 1, "for %s", ("siti@contoh.id",), trouble)
    record.nik = 3171234509870001
    record.phone = "081234567890"
    record.count = 12
    written = json.dumps(_line(record))
    assert "3171234509870001" not in written
    assert "081234567890" not in written
    assert "siti" not in written
    assert _line(record)["count"] == 12
    assert "ValueError" in str(_line(record)["error"])


def test_every_kind_of_extra_value_is_json() -> None:
    record = logging.LogRecord("room", logging.INFO, __file__, 1, 'says "no"', None, None)
    told = {
        "count": 12,
        "ratio": 0.5,
        "endless": float("inf"),
        "is_late": True,
        "by": None,
        "place": "baris\nbaru",
        "when": date(2026, 11, 26),
    }
    vars(record).update(told)
    line = _line(record)
    assert line["message"] == 'says "no"'
    assert {name: line[name] for name in told} == {**told, "endless": None, "when": "2026-11-26"}
    assert datetime.fromisoformat(str(line["at"])).timestamp() == pytest.approx(record.created, abs=0.001)
    brief = Brief("room", logging.INFO, "read", told)
    assert {name: _line(brief)[name] for name in told} == {name: line[name] for name in told}


def test_request_line_names_the_route_and_nothing_a_person_typed(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="openjmo.request"):
        response = Client().get("/healthz?nik=3171234509870001")
    (record,) = [record for record in caplog.records if record.name == "openjmo.request"]
    line = _line(record)
    assert {name: line[name] for name in ("method", "route", "status")} == {"method": "GET", "route": "healthz", "status": 200}
    assert line["request_id"] == response["X-Request-Id"]
    assert "3171" not in json.dumps(line)


def test_unknown_address_leaves_no_address_in_the_line(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="openjmo.request"):
        Client().get("/peserta/siti-aminah")
    (record,) = [record for record in caplog.records if record.name == "openjmo.request"]
    assert "siti" not in json.dumps(_line(record))
    assert _line(record)["status"] == 404
