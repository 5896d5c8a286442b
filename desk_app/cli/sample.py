"""desk-app demo: a sample office with a believable half year, then the window on it."""

import argparse
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from desk_app import demo, profiles
from desk_app.cli.give import give, give_json
from desk_app.cli.offices import LANGUAGE, first_administrator
from desk_app.cli.parser import Commands, Parser, command, whole_number
from desk_app.demo.duty import with_duty
from desk_app.domain.errors import BadInput, Unavailable
from desk_app.i18n import tr, trn
from desk_app.services import people
from desk_app.storage import create_office, open_office

TICKETS: Final = 1000
MOST: Final = 200_000
SEED: Final = 1
PROFILE: Final = "situation-centre"


def add(commands: Commands, common: Parser) -> None:
    """Add the command of this module."""
    made = command(commands, "demo", tr("make a sample office, and open its window"), common)
    made.add_argument("folder", nargs="?", type=Path, default=Path("demo"), metavar="DIR", help=tr("where"))
    made.add_argument("--profile", help=tr("a shipped profile, or the path of a .toml file"))
    made.add_argument("--tickets", type=whole_number("--tickets"), metavar="N", help=tr("how many tickets"))
    made.add_argument(
        "--seed", type=whole_number("--seed"), metavar="S", help=tr("the same seed gives the same office")
    )
    made.add_argument("--no-window", action="store_true", help=tr("do not open the window"))
    made.set_defaults(run=run_demo)


def run_demo(asked: argparse.Namespace) -> int:
    """Make the sample office where it is missing, then open its window."""
    path = asked.folder / "office.desk"
    if _is_there(path):
        _refuse_other_wishes(asked, path)
    else:
        _make(asked, path)
    if getattr(asked, "no_window", False):
        return 0
    from desk_app.bootstrap import window

    return window(path, getattr(asked, "user", None), getattr(asked, "lang", None))


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name that is too long, a folder that may not be looked into: making it will say so
        return False


def _refuse_other_wishes(asked: argparse.Namespace, path: Path) -> None:
    """Take what is there only when nothing else was wished for."""
    wished = [wish for wish in ("profile", "tickets", "seed") if hasattr(asked, wish)]
    if wished:
        raise BadInput(
            "There is a sample office already: {path}. Delete it, choose another folder, or ask without {wishes}.",
            path=path,
            wishes=[f"--{wish}" for wish in wished],
        )
    with open_office(path):
        give(tr("There is a sample office already: {path}.", path=path))


def _make(asked: argparse.Namespace, path: Path) -> None:
    """Make the office under another name and give it its own when it is whole."""
    count, number = getattr(asked, "tickets", TICKETS), getattr(asked, "seed", SEED)
    if not 0 <= count <= MOST:
        raise BadInput("A sample office has from 0 to {most} tickets.", field="tickets", most=MOST)
    language = getattr(asked, "lang", LANGUAGE)
    seed = profiles.load(getattr(asked, "profile", PROFILE), language)
    admin = first_administrator(seed, people.os_login() or "admin", demo.admin_name(language, number))
    now = datetime.now(UTC).replace(microsecond=0)
    began = time.monotonic()
    with _workshop(path.parent) as workshop:
        draft = workshop / path.name
        create_office(draft, with_duty(seed), admin, clock=lambda: demo.beginning(now))
        with open_office(draft) as file:
            sample = demo.play(file, admin.login, count, number, now)
        for part in sorted(workshop.iterdir(), reverse=True):  # the office last: it is whole when it is there
            part.rename(path.parent / part.name)
    _tell(asked, path, count, time.monotonic() - began, sample)


@contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    """Give a folder to work in, beside where the result shall stand."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        workshop = Path(tempfile.mkdtemp(prefix=".making-", dir=folder))
    except OSError as error:
        raise Unavailable(
            "{path} cannot be written: {reason}. Choose another place.", path=folder, reason=error.strerror
        ) from None
    try:
        yield workshop
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _tell(asked: argparse.Namespace, path: Path, count: int, seconds: float, sample: demo.Sample) -> None:
    if getattr(asked, "json", False):
        give_json({"path": str(path), "tickets": count, "supervisor": sample.supervisor,
                   "technician": sample.technician, "password": demo.PASSWORD})  # fmt: skip
        return
    give(
        trn(
            "{path}: a sample office with {n} ticket, made in {seconds} s.",
            "{path}: a sample office with {n} tickets, made in {seconds} s.",
            count,
            path=path,
            seconds=f"{seconds:.1f}",
        )
    )
    give(
        tr(
            "You are its administrator. To try other rights: {supervisor} (supervisor) and {technician} (technician), "
            "password {password}.",
            supervisor=sample.supervisor,
            technician=sample.technician,
            password=demo.PASSWORD,
        )
    )
