"""What signing in costs, and how much of it is the password's digest (Argon2) with the settings of production.

    python -m bench.sign_in [--accounts 200]

One process, one request after another, through the whole application: password right, password wrong, address unknown. Each account
signs in once from a network of its own, so that no count of tries stands in the way. The digest must be most of it: what is left is what
could be saved, and an attacker pays the whole for each guess. An unknown address must cost what a known one does.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PASSWORD = "Tangga-Biru-7"  # noqa: S105 - of invented accounts
WRONG = "Bukan-Sandi-1"
WARM = 10


@dataclass
class Digests:
    """How long digests took since it was last asked, in seconds."""

    spent: float = 0.0

    def watched(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same, timed."""

        def timed(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the hasher takes
            began = time.perf_counter()
            try:
                return work(*given, **named)
            finally:
                self.spent += time.perf_counter() - began

        return timed

    def taken(self) -> float:
        """And begin anew."""
        spent, self.spent = self.spent, 0.0
        return spent


@dataclass
class Kind:
    """One kind of sign-in and its requests."""

    name: str
    password: str
    status: int
    whole: list[float] = field(default_factory=list)
    digest: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        p95 = statistics.quantiles(self.whole, n=20)[-1] * 1000
        share = sum(self.digest) / sum(self.whole)
        return f"{self.name}: median {statistics.median(self.whole) * 1000:.1f} ms, p95 {p95:.1f} ms, Argon2 {share:.0%} of it"


def main() -> None:
    """Make accounts, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--accounts", type=int, default=200)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        subprocess.run([sys.executable, "-m", "bench.reading_fund", name, "2000", "2", "2"], check=True)
        os.environ.clear()
        os.environ.update(json.loads((folder / "environment.json").read_text(encoding="utf-8")), OPENJMO_LOG_LEVEL="ERROR")
        from openjmo.platform.database import Cluster

        try:
            _measure(arguments.accounts)
        finally:
            Cluster(folder).stop()


def _measure(accounts: int) -> None:
    import django

    django.setup()
    from allauth.account.models import EmailAddress
    from django.conf import settings
    from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
    from django.test import Client

    from openjmo.domains.identity.models import Account

    if settings.PASSWORD_HASHERS[0] != f"{Argon2PasswordHasher.__module__}.{Argon2PasswordHasher.__name__}":
        raise SystemExit("the hasher is not the one of production")
    digests, hasher = Digests(), Argon2PasswordHasher()
    members = Account.objects.order_by("id")[:accounts]
    EmailAddress.objects.bulk_create(EmailAddress(user=one, email=one.email, primary=True, verified=True) for one in members)
    Account.objects.filter(id__in=[one.pk for one in members]).update(password=make_password(PASSWORD))
    for name in ("verify", "encode"):
        setattr(Argon2PasswordHasher, name, digests.watched(getattr(Argon2PasswordHasher, name)))
    kinds = (Kind("password right", PASSWORD, 302), Kind("password wrong", WRONG, 200), Kind("address unknown", WRONG, 200))
    for number, member in enumerate(members):
        for kind, email in zip(kinds, (member.email, member.email, f"bukan.{member.email}"), strict=True):
            client = Client(SERVER_NAME="localhost", REMOTE_ADDR=f"10.{kinds.index(kind)}.{number // 250}.{number % 250}")
            client.get("/masuk")
            digests.taken()
            began = time.perf_counter()
            answer = client.post("/masuk", {"login": email, "password": kind.password})
            spent = time.perf_counter() - began
            if answer.status_code != kind.status:
                raise SystemExit(f"{kind.name}: {answer.status_code}")
            if number >= WARM:
                kind.whole.append(spent)
                kind.digest.append(digests.taken())
    print(
        f"Argon2id: {hasher.memory_cost // 1024} MiB, {hasher.time_cost} passes, {hasher.parallelism} lanes; {accounts - WARM} of each kind"
    )
    for kind in kinds:
        print(kind)


if __name__ == "__main__":
    main()
