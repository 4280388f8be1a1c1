"""Ask the web server something and take its silence for an answer too."""

from __future__ import annotations

import http.client

NO_ANSWER = 0
_KEY = "k" * 32
"""A form's key for CSRF: what counts is that cookie and header agree."""


def ask(port: int, path: str, *, session: str = "", method: str = "GET") -> int:
    """The status, or NO_ANSWER when the connection broke or nobody was there."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, headers={"Cookie": f"sesi={session}; csrftoken={_KEY}", "X-CSRFToken": _KEY})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return NO_ANSWER
    finally:
        connection.close()
