"""The passbook's verifier that stands alone finds what the server finds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from openjmo.core.errors import InvalidInput
from openjmo.domains.passbooks.statement import fault_of
from openjmo.domains.passbooks.wire import read_passbook
from openjmo.ledger.proof.statement import public_key_of
from openjmo.ledger.proof.wire import text_of
from tests.domains.passbooks.makers import SEED, made_passbook, tampered, tampered_qr
from tests.scripts import standing_alone

TOOLS = Path(__file__).parents[2] / "tools"
SCRIPT = TOOLS / "verify_passbook.py"
FILE, QR = made_passbook().file_text(), made_passbook().qr_text()
KEY = text_of(public_key_of(SEED))


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The script as a module."""
    return standing_alone("verify_passbook")


def _by_script(script: ModuleType, text: str, key: bytes | None) -> str:
    try:
        return str(script.checked(text, key)[1])
    except script.Unreadable:
        return "passbooks.unreadable"


def _by_server(text: str) -> str:
    try:
        return fault_of(read_passbook(text)).code
    except InvalidInput as unreadable:
        return unreadable.code


def test_it_names_the_same_fault_as_the_server(script: ModuleType) -> None:
    assert _by_script(script, FILE, public_key_of(SEED)) == ""
    compared = [(name, _by_script(script, text, None), _by_server(text)) for name, text in tampered(FILE)]
    assert len(compared) > 150
    assert [(name, one, other) for name, one, other in compared if one != other or not one] == []


def test_a_changed_code_is_found(script: ModuleType) -> None:
    assert _by_script(script, QR, public_key_of(SEED)) == ""
    assert [name for name, text in tampered_qr(QR) if not _by_script(script, text, public_key_of(SEED))] == []
    assert _by_script(script, QR, public_key_of(bytes(32))) == "signature_wrong"
    assert _by_script(script, FILE, public_key_of(bytes(32))) == "key_differs"


def test_both_verifiers_have_the_same_ed25519() -> None:
    """Each stands alone in one file; the part they share is kept the same."""
    proof, passbook = (TOOLS / "verify_proof.py").read_text(), SCRIPT.read_text()
    shared = proof[proof.index("# Ed25519, RFC 8032") : proof.index("# The command.")]
    assert shared in passbook


def _run(tmp_path: Path, *arguments: str) -> tuple[int, str]:
    told = subprocess.run([sys.executable, "-I", str(SCRIPT), *arguments], cwd=tmp_path, capture_output=True, text=True, check=False)
    return told.returncode, told.stdout + told.stderr


def test_the_command_says_holds_fails_or_unreadable(tmp_path: Path) -> None:
    """Isolated from this project: `-I` and another folder."""
    changed = dict(tampered(FILE))
    (tmp_path / "book.json").write_text(FILE + "\n")
    (tmp_path / "line.json").write_text(changed["one sen less statement.lines.2.balance_sen"])
    (tmp_path / "qr.txt").write_text(QR)
    status, said = _run(tmp_path, "book.json", "--public-key", KEY)
    assert (status, "Rp723.002,40" in said, "compare" in said) == (0, True, False), said
    assert "compare this key" in _run(tmp_path, "book.json")[1]
    status, said = _run(tmp_path, "line.json")
    assert (status, "line 3" in said, "line_differs" in said) == (1, True, True), said
    assert _run(tmp_path, "qr.txt", "--public-key", KEY)[0] == 0
    assert _run(tmp_path, "qr.txt")[0] == 2
    assert _run(tmp_path, "nothing.json")[0] == 2
    assert _run(tmp_path, "book.json", "--public-key", "short")[0] == 2
