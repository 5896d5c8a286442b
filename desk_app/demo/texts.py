"""What the people of a sample office are called, ask and answer, from resources/demo."""

import random
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from desk_app.resources import resource

OTHERWISE: Final = ("municipal", "en")
"""Profile and language whose texts stand in where there are none."""


@dataclass(frozen=True, slots=True)
class Template:
    """A problem that happens again and again, and the service it asks for. Words in braces are slots."""

    system: str
    type: str
    problem: str
    solution: str
    service: str = ""


@dataclass(frozen=True, slots=True)
class Texts:
    """Everything a sample office says. `organisations` are those that ask about a system at the top, or about "any".

    `answers` are what callers say to a question of a questionnaire, by its code; to one that asks for a day, how many
    days before (-3) or after (+7) the call.
    """

    organisations: Mapping[str, Sequence[str]]
    templates: Sequence[Template]
    slots: Mapping[str, Sequence[str]]
    names: Mapping[str, Sequence[str]]
    said: Mapping[str, Sequence[str]]
    answers: Mapping[str, Sequence[str]]


class Filling(dict[str, str]):
    """Gives every slot a value when it is first asked for, and the same one from then on."""

    def __init__(self, slots: Mapping[str, Sequence[str]], dice: random.Random) -> None:
        super().__init__()
        self._slots = slots
        self._dice = dice

    def __missing__(self, slot: str) -> str:
        self[slot] = self._dice.choice(self._slots[slot])
        return self[slot]


def load_texts(profile: str, language: str) -> Texts:
    """Return the texts for an office of `profile` in `language`; an office may have names and sayings of its own."""
    spoken = language if resource("demo", f"people.{language}.toml").exists() else OTHERWISE[1]
    own = profile if resource("demo", f"{profile}.{spoken}.toml").exists() else OTHERWISE[0]
    office, people = _read(f"{own}.{spoken}.toml"), _read(f"people.{spoken}.toml")
    said = people.pop("said")
    return Texts(
        office["organisations"],
        [Template(*row) for row in office["templates"]],
        office["slots"],
        people | office.get("names", {}),
        said | office.get("said", {}),
        office.get("answers", {}),
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resource("demo", name).read_text("utf-8"))
