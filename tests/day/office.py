"""The truth about an office, asked outside the window: `desk-app` on the command line."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.day.hands import PATIENCE, until

Ticket = dict[str, Any]


@dataclass(frozen=True)
class Office:
    """An office file of its own, and what the command line says of it."""

    path: Path

    @classmethod
    def sample(cls, folder: Path, tickets: int) -> "Office":
        """Make the Russian sample office of `tickets` tickets."""
        run("demo", str(folder), "--tickets", str(tickets), "--no-window", "--lang", "ru")
        return cls(folder / "office.desk")

    def tickets(self, words: str = "") -> list[Ticket]:
        """Return the tickets that the filter `words` leaves, the last one first."""
        said = run("ticket", "list", str(self.path), "--format", "json", "--filter", words)
        found = [json.loads(line) for line in said.splitlines()]
        return sorted(found, key=lambda ticket: -int(ticket["id"]))

    def ticket(self, description: str, **wanted: Any) -> Ticket:
        """Wait for the ticket that is described so and has all that is `wanted`."""

        def look() -> Ticket | None:
            described = (ticket for ticket in self.tickets() if ticket["description"] == description)
            return next((ticket for ticket in described if wanted.items() <= ticket.items()), None)

        return until(look, f"a ticket “{description}” with {wanted}")

    def add(self, *calls: Ticket) -> None:
        """Register calls as colleagues do elsewhere."""
        given = "".join(json.dumps(call) + "\n" for call in calls)
        run("ticket", "add", str(self.path), "--json", "-", given=given)

    def prove(self) -> None:
        """Let the file be checked and its history verified."""
        run("check", str(self.path))
        run("verify", str(self.path))


def program(*words: str) -> list[str]:
    """Return the command line that runs desk-app."""
    return [sys.executable, "-m", "desk_app", *words]


def run(*words: str, given: str = "") -> str:
    """Run desk-app, which must end well; return what it said."""
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        program(*words),
        check=False,
        input=given,
        capture_output=True,
        encoding="utf-8",
        env=environment,
        timeout=2 * PATIENCE,
    )
    assert done.returncode == 0, f"desk-app {' '.join(words)}: {done.stderr or done.stdout}"
    return done.stdout
