"""A made-up telephone with face and finger: Chromium's virtual authenticator, by the DevTools protocol."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import CDPSession, Page


@dataclass(frozen=True)
class Phone:
    """It answers every question at once, as its owner would; `owner_is_there(False)` makes it fail to recognise anybody."""

    devtools: CDPSession
    number: str

    def owner_is_there(self, yes: bool) -> None:  # noqa: FBT001 - the protocol's own word
        """Whether face or finger are recognised from now on."""
        self.devtools.send("WebAuthn.setUserVerified", {"authenticatorId": self.number, "isUserVerified": yes})

    def keys(self) -> list[dict[str, Any]]:
        """What it keeps."""
        found: list[dict[str, Any]] = self.devtools.send("WebAuthn.getCredentials", {"authenticatorId": self.number})["credentials"]
        return found


def give_phone(page: Page) -> Phone:
    """To the browser of this page."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "ctap2Version": "ctap2_1",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return Phone(devtools, made["authenticatorId"])
