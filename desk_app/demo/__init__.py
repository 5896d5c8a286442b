"""The sample office: a believable half year until now, played through the real services."""

import random
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final, Protocol

from desk_app.demo.cast import Cast, make_cast
from desk_app.demo.hours import HALF_YEAR, Hours
from desk_app.demo.story import NEW, SCAN, Act, Teller
from desk_app.demo.texts import load_texts
from desk_app.domain.errors import BadInput, NotAllowed
from desk_app.domain.office import Office, Person
from desk_app.services import attachments, people, tickets
from desk_app.services.files import Kept
from desk_app.services.ports import Changes, Reader, Session

LETTER: Final = b"""%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>> endobj
trailer <</Root 1 0 R>>
%%EOF
"""
"""An empty page of paper, in place of the scans of letters."""
PASSWORD: Final = "desk-demo"  # noqa: S105 - it guards a sample, and is told to whoever makes one
UNREGISTERED: Final = 4
BATCH: Final = 12
"""Acts in one transaction, so that it stays well below the longest that a write may take."""
LAST_DAYS: Final = timedelta(days=40)
LEFT: Final = (
    "return", "register", "wait", "hand-over", "solve", "escalate", "register", "wait", "register", "comment",
    "approve", "hand-over", "register", "solve", "wait", "register", "hand-over", "escalate", "register",
    "return", "verify", "advise", "appoint", "solve",
)  # fmt: skip
"""The last steps of the calls of LAST_DAYS that are left open on purpose."""


class Stage(Protocol):
    """The open office file that the half year is played on."""

    @property
    def reader(self) -> Reader: ...
    def replay(self, past: Sequence[tuple[Person, datetime, Callable[[Session], Changes]]]) -> list[Changes]: ...


@dataclass(frozen=True, slots=True)
class Sample:
    """Who may be tried besides the administrator; both have PASSWORD."""

    supervisor: str
    technician: str


def beginning(now: datetime) -> datetime:
    """Return when a sample office that is made `now` was opened."""
    return now - timedelta(days=HALF_YEAR + 1)


def admin_name(language: str, seed: int) -> str:
    """Return the full name of the sample's administrator."""
    names = load_texts("", language).names
    dice = random.Random(f"{seed} admin")  # noqa: S311 - a sample needs no secrets
    return " ".join(filter(None, (dice.choice(names[f"women_{part}"]) for part in ("last", "first", "middle"))))


def play(stage: Stage, admin: str, count: int, seed: int, now: datetime) -> Sample:
    """Fill a new office with staff and `count` tickets of the half year until `now` (aware).

    The same `seed` and day give the same office. `admin` is the login of its administrator.
    """
    office = stage.reader.office()
    dice = random.Random(seed)  # noqa: S311
    texts = load_texts(office.profile, office.language)
    cast = make_cast(dice, office, texts, admin)
    _hire(stage, admin, cast, beginning(now))
    hours = Hours(office)
    teller = Teller(dice, office, texts, cast, hours)
    arrivals = hours.arrivals(dice, count, now)
    registered = len(arrivals) - min(UNREGISTERED, len(arrivals) // 20)
    stories = [teller.story(arrived) for arrived in arrivals[:registered]]
    _left_open(stories, now)
    stories += [teller.unregistered(arrived) for arrived in arrivals[registered:]]
    _perform(stage, stories, now, _scan(stage, office))
    return Sample(cast.head, cast.front[0])


def _hire(stage: Stage, admin: str, cast: Cast, when: datetime) -> None:
    account = stage.reader.account(admin)
    assert account is not None
    passwords = {cast.head: PASSWORD, cast.front[0]: PASSWORD}
    accounts = [people.prepared({**person, "password": passwords.get(person["login"], "")}) for person in cast.staff]

    def hire(db: Session) -> Changes:
        for raw in accounts:
            people.add_staff(db, raw)
        return Changes(staff=True)

    stage.replay([(account.person, when, hire)])


def _left_open(stories: list[list[Act]], now: datetime) -> None:
    """Break some of the last stories off, so that something of every kind is left to do, as on any desk."""
    whole = list(range(len(stories)))
    for verb in LEFT[: len(stories) // 8]:
        for place in reversed(whole):
            ways = [n for n, act in enumerate(stories[place]) if act.steps[-1][0] == verb and act.at <= now]
            if ways and stories[place][0].at > now - LAST_DAYS:
                stories[place] = stories[place][: ways[0] + 1]
                whole.remove(place)
                break


def _scan(stage: Stage, office: Office) -> Kept | None:
    """Return what stands for the scan of every letter; None in an office whose agreements need none."""
    if not any(SCAN in step.data.get("needs", ()) for step in office.choices("approval")):
        return None
    return attachments.keep_bytes(stage.reader.attachments.files, LETTER, "letter.pdf", office.attachment_limit)


def _perform(stage: Stage, stories: Iterable[list[Act]], now: datetime, scan: Kept | None) -> None:
    """Let everything happen in the order of time; what lies after `now` never does."""
    staff = {person.login: person for person in stage.reader.staff()}
    acts = [(act.at, number, act) for number, story in enumerate(stories) for act in story if act.at <= now]
    acts.sort(key=lambda one: one[:2])
    ids: dict[int, int] = {}
    for start in range(0, len(acts), BATCH):
        batch = acts[start : start + BATCH]
        scene = _Scene(ids, batch[0][2], scan)
        stage.replay([(staff[act.by], at, partial(scene.play, act, story)) for at, story, act in batch])
        ids = scene.ids


class _Scene:
    """A batch of acts, which may be played again from its beginning. `ids` is the ticket of each story."""

    def __init__(self, ids: dict[int, int], first: Act, scan: Kept | None) -> None:
        self.ids = ids
        self._scan = scan
        self._before = dict(ids)
        self._first = first

    def play(self, act: Act, story: int, db: Session) -> Changes:
        """Take the steps of `act`, leaving out what this office's workflow does not know."""
        if act is self._first:
            self.ids = dict(self._before)
        for verb, given in act.steps:
            if verb in NEW and story not in self.ids:
                self.ids[story] = _begin(db, verb, dict(given)).tickets[0]
            elif verb == "attach" and self._scan:
                attachments.attach(db, self.ids[story], self._scan, str(given["name"]))
            else:
                with suppress(BadInput, NotAllowed):
                    self.ids[story] = tickets.do(db, self.ids[story], verb, given).tickets[-1]
        return Changes((self.ids[story],), directory=True)


def _begin(db: Session, verb: str, raw: dict[str, object]) -> Changes:
    if verb == "at-once":
        return tickets.answer_at_once(db, raw, str(raw.pop("solution")))
    return (tickets.arrive if verb == "arrive" else tickets.register)(db, raw)
