"""The verifier that stands alone agrees with the server's, and its Ed25519 with RFC 8032."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from openjmo.core.errors import InvalidInput
from openjmo.ledger.proof.check import fault_of
from openjmo.ledger.proof.statement import public_key_of
from openjmo.ledger.proof.wire import read_proof, text_of
from tests.ledger.proof.tampering import tampered, valid
from tests.ledger.proof.trees import SEED
from tests.scripts import standing_alone

SCRIPT = Path(__file__).parents[2] / "tools" / "verify_proof.py"
TAMPERED = list(tampered())

RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    ),
]
"""Section 7.1, tests 1, 2, 3 and SHA(abc): public key, message, signature."""


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The script as a module."""
    return standing_alone("verify_proof")


@pytest.mark.parametrize(("key", "message", "signature"), RFC_8032, ids=["1", "2", "3", "SHA(abc)"])
def test_published_vectors(script: ModuleType, key: str, message: str, signature: str) -> None:
    public, told, signed = bytes.fromhex(key), bytes.fromhex(message), bytes.fromhex(signature)
    assert script.ed25519_verify(public, told, signed)
    assert not script.ed25519_verify(public, told + b"x", signed)
    for at in (0, 31, 32, 63):
        changed = signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :]
        assert not script.ed25519_verify(public, told, changed)
    # The same signature with the group's order added to its second half would be a second way to write it.
    raised = int.from_bytes(signed[32:], "little") + script.ORDER
    assert not script.ed25519_verify(public, told, signed[:32] + raised.to_bytes(32, "little"))
    assert not script.ed25519_verify(b"\xff" * 32, told, signed)


def _fault(script: ModuleType, text: str) -> str:
    try:
        return str(script.fault_of(script.Proof(json.loads(text))))
    except (script.Unreadable, ValueError):
        return "proof.unreadable"


def _fault_by_server(text: str) -> str:
    try:
        return fault_of(read_proof(text))
    except InvalidInput as unreadable:
        return unreadable.code


@pytest.mark.parametrize("text", [valid(), *[text for _, text in TAMPERED]], ids=["untouched", *[name for name, _ in TAMPERED]])
def test_it_names_the_same_fault_as_the_server(script: ModuleType, text: str) -> None:
    assert _fault(script, text) == _fault_by_server(text)


def _run(tmp_path: Path, *arguments: str) -> tuple[int, str]:
    told = subprocess.run([sys.executable, "-I", str(SCRIPT), *arguments], cwd=tmp_path, capture_output=True, text=True, check=False)
    return told.returncode, told.stdout + told.stderr


def test_the_command_says_holds_fails_or_unreadable(tmp_path: Path) -> None:
    """Isolated from this project: `-I` and another folder."""
    proof = json.loads(valid())
    (tmp_path / "proof.json").write_text(valid())
    (tmp_path / "statement.json").write_text(json.dumps(proof["statement"]))
    (tmp_path / "other.json").write_text(json.dumps({**proof["statement"], "total_sen": "1"}))
    (tmp_path / "broken.json").write_text(dict(TAMPERED)["both parts moved"])
    key = text_of(public_key_of(SEED))
    status, said = _run(tmp_path, "proof.json", "--root", "statement.json", "--public-key", key)
    assert (status, "Rp1.234.567,89" in said, "compare" in said) == (0, True, False)
    status, said = _run(tmp_path, "proof.json")
    assert (status, "compare" in said) == (0, True)
    assert _run(tmp_path, "broken.json")[0] == 1
    assert _run(tmp_path, "proof.json", "--root", "other.json")[0] == 1
    status, said = _run(tmp_path, "proof.json", "--public-key", text_of(bytes(31) + b"\x02"))
    assert (status, "key_differs" in said) == (1, True)
    assert _run(tmp_path, "nothing.json")[0] == 2
    assert _run(tmp_path, "proof.json", "--root", "proof.json")[0] == 2
    assert _run(tmp_path, "proof.json", "--public-key", "short")[0] == 2
    assert _run(tmp_path)[0] == 2
