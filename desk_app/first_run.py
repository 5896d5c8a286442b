"""What a first day can do: the kinds of office there are, making one, and the sample to look around in."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from desk_app import i18n
from desk_app.domain.errors import BadInput, Unavailable
from desk_app.domain.office import Person
from desk_app.i18n import tr
from desk_app.services import passwords, people
from desk_app.services.ports import Reader
from desk_app.ui.start.starter import Kind, NewOffice, Tick

SAMPLE_PROFILE: Final = "situation-centre"
SAMPLE_TICKETS: Final = 500
SAMPLE_SEED: Final = 1


class FirstRun:
    """The `Starter` of the program. Everything but `login` may take its time and is safe on any thread."""

    @property
    def login(self) -> str:
        """The computer's user, who becomes the first administrator."""
        return people.os_login()

    def kinds(self) -> Sequence[Kind]:
        """Return the shipped profiles in the language spoken now."""
        from desk_app import profiles

        made = []
        for found in profiles.shipped(_language()):
            seed = profiles.load(found.code, _language())
            made.append(Kind(found.code, found.name, found.about, seed.time_zone, seed.week))
        return made

    def check_place(self, path: Path) -> None:
        """Raise a UserError that says why no office file can be made at `path`."""
        if path.exists():
            raise Unavailable("There is a file already: {path}. Open it, or choose another name.", path=path)
        if not path.parent.is_dir():
            raise Unavailable("There is no folder {path}. Make it first, or choose another.", path=path.parent)

    def create(self, wanted: NewOffice) -> None:
        """Make the office; there is a whole file afterwards, or none. Raises UserError."""
        from desk_app import profiles
        from desk_app.storage import create_office

        if not wanted.password and wanted.login.casefold() != self.login.casefold():
            raise BadInput(
                "Only the computer's user “{login}” can do without a password. Set one, or use that login.",
                field="password",
                login=self.login or "—",
            )
        seed = replace(profiles.load(wanted.kind, _language(), wanted.name), time_zone=wanted.zone)
        admin = Person(0, wanted.login, wanted.full_name, "administrator")
        create_office(wanted.path, seed, admin, passwords.hashed(wanted.password) if wanted.password else None)

    def sample(self, tick: Tick) -> Path:
        """Return the sample office of this computer's user, made when it is not there yet.

        `tick` hears how much is done, 0..1, and may raise Cancelled: then nothing is left behind.
        """
        from desk_app.storage import create_office, open_office

        path = sample_path()
        if path.exists():
            return path
        from desk_app import demo, profiles
        from desk_app.demo.duty import with_duty

        path.parent.mkdir(parents=True, exist_ok=True)
        now = datetime.now(UTC).replace(microsecond=0)
        login = people.os_login() or "admin"
        admin = Person(0, login, demo.admin_name(_language(), SAMPLE_SEED), "administrator")
        seed = profiles.load(SAMPLE_PROFILE, _language(), tr("Sample office: nothing here is real"))
        with tempfile.TemporaryDirectory(dir=path.parent, prefix="draft-", ignore_cleanup_errors=True) as folder:
            draft = Path(folder) / path.name
            create_office(draft, with_duty(seed), admin, clock=lambda: demo.beginning(now))
            with open_office(draft) as file:
                demo.play(_Watched(file, demo.beginning(now), now, tick), login, SAMPLE_TICKETS, SAMPLE_SEED, now)
            draft.rename(path)
        return path


def sample_path() -> Path:
    """Return where the sample office of this computer's user is."""
    from platformdirs import user_data_path

    return user_data_path("desk_app", appauthor=False) / "sample" / "office.desk"


def _language() -> str:
    return i18n.language() if i18n.language() in i18n.LANGUAGES else i18n.FALLBACK


class _Watched:
    """An open office file that tells how far in time the play has come."""

    def __init__(self, file: Any, begins: datetime, ends: datetime, tick: Tick) -> None:
        self._file, self._begins, self._ends, self._tick = file, begins, ends, tick

    @property
    def reader(self) -> Reader:
        found: Reader = self._file.reader
        return found

    def replay(self, past: Sequence[tuple[Person, datetime, Callable[..., Any]]]) -> list[Any]:
        self._tick((past[0][1] - self._begins) / (self._ends - self._begins))
        done: list[Any] = self._file.replay(past)
        return done
