"""The board “what is going on” (E-6.2b): open mass incidents, and how each system stands."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from desk_app.domain.errors import N_
from desk_app.domain.office import Office

SETTING: Final = "board"
"""The setting of the office that holds the board: {"systems": {code: …}, "incidents": [ … ]}."""


class State(StrEnum):
    """How a system stands."""

    WORKS = "works"
    SLOW = "slow"
    DOWN = "down"


STATES: Final[Mapping[State, str]] = {State.WORKS: N_("Works"), State.SLOW: N_("Slow"), State.DOWN: N_("Does not work")}
"""What each state is called."""


@dataclass(frozen=True, slots=True)
class Availability:
    """How a system stands: since when (UTC), who said so (a person's id), and in what words."""

    system: str
    state: State
    words: str = ""
    since: datetime | None = None
    by: int = 0


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that many people report at once: what, in which system ("" is none), since when (UTC), who said so.

    `tickets` are the numbers of tickets that tell of it.
    """

    id: int
    text: str
    system: str
    since: datetime
    by: int
    tickets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """All of it: what is wrong with systems, by code, and the incidents, the newest first."""

    systems: Mapping[str, Availability]
    incidents: tuple[Incident, ...]

    def state(self, system: str) -> Availability:
        """Return how `system` stands; it works where nobody said otherwise."""
        return self.systems.get(system) or Availability(system, State.WORKS)

    @property
    def troubled(self) -> tuple[Availability, ...]:
        """The systems that do not work as they should, the worst first."""
        found = [one for one in self.systems.values() if one.state is not State.WORKS]
        return tuple(sorted(found, key=lambda one: one.state is not State.DOWN))

    @property
    def quiet(self) -> bool:
        """Whether there is nothing to tell."""
        return not self.incidents and not self.troubled


def board_of(office: Office) -> Board:
    """Return the board of `office`; what is not understood is left out, and so are systems there are no more."""
    kept = office.settings.get(SETTING)
    kept = kept if isinstance(kept, Mapping) else {}
    known = office.choices("system")
    systems = {
        code: found
        for code, raw in _pairs(kept.get("systems"))
        if code in known and (found := _availability(code, raw)) is not None
    }
    incidents = [one for raw in _list(kept.get("incidents")) if (one := _incident(raw)) is not None]
    return Board(systems, tuple(sorted(incidents, key=lambda one: (one.since, one.id), reverse=True)))


def setting_of(board: Board) -> dict[str, Any]:
    """Return `board` as the plain JSON of SETTING."""
    return {
        "systems": {code: _plain(asdict(one), "system") for code, one in board.systems.items()},
        "incidents": [_plain(asdict(one)) for one in sorted(board.incidents, key=lambda one: one.id)],
    }


def affected(office: Office, system: str) -> tuple[Availability | None, tuple[Incident, ...]]:
    """Return what the board tells of `system`, of what it is part of, and of its parts.

    The state is None where all of it works. Of several, the worst is told, the nearest first.
    """
    if not system:
        return None, ()
    board, choices = board_of(office), office.choices("system")
    near = [system]
    while (above := choices.get(near[-1]).parent) and above not in near:
        near.append(above)
    near += [code for code in office.with_subsystems(system) if code not in near]
    troubled = {one.system: one for one in board.troubled}
    states = sorted((troubled[code] for code in near if code in troubled), key=lambda one: one.state is not State.DOWN)
    return (states[0] if states else None), tuple(one for one in board.incidents if one.system in near)


def _availability(code: str, raw: object) -> Availability | None:
    if not isinstance(raw, Mapping) or raw.get("state") not in set(State):
        return None
    return Availability(code, State(raw["state"]), str(raw.get("words", "")), _moment(raw), _number(raw.get("by")))


def _incident(raw: object) -> Incident | None:
    if not isinstance(raw, Mapping) or not (since := _moment(raw)) or not raw.get("text"):
        return None
    tickets = tuple(str(number) for number in _list(raw.get("tickets")))
    system = str(raw.get("system", ""))
    return Incident(_number(raw.get("id")), str(raw["text"]), system, since, _number(raw.get("by")), tickets)


def _moment(raw: Mapping[str, object]) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(raw.get("since", "")))
    except ValueError:
        return None
    return found if found.tzinfo else None


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()


def _pairs(value: object) -> Sequence[tuple[str, object]]:
    return [(str(key), one) for key, one in value.items()] if isinstance(value, Mapping) else []


def _plain(values: Mapping[str, Any], *without: str) -> dict[str, Any]:
    kept = {name: value for name, value in values.items() if name not in without and value not in ("", None, ())}
    kept.update({name: value.isoformat() for name, value in kept.items() if isinstance(value, datetime)})
    kept.update({name: list(value) for name, value in kept.items() if isinstance(value, tuple)})
    return kept
