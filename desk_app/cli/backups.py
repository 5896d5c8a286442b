"""desk-app backup, backups, restore: the backups of an office file."""

import argparse
import os
from datetime import datetime
from pathlib import Path
from typing import Any

from desk_app.cli.desk import signed_in
from desk_app.cli.give import give, give_done, give_json, table
from desk_app.cli.parser import Commands, Parser, command, takes_file
from desk_app.domain.errors import BadInput
from desk_app.i18n import tr
from desk_app.services import backup_words, rights
from desk_app.services.backups import Backup
from desk_app.services.places import is_address
from desk_app.site import site
from desk_app.storage.keeper import OfficeBackups
from desk_app.storage.restore import reader_of

COPY = "copy"
"""What stands for this computer's copy in the place of a backup."""
LAST = "last"
"""What stands for the last verified backup."""


def add(commands: Commands, common: Parser) -> None:
    """Add the commands of this module."""
    made = command(commands, "backup", tr("make a verified backup of an office file now"), common)
    takes_file(made)
    _takes_folder(made)
    made.set_defaults(run=backup)
    made = command(commands, "backups", tr("list the backups of an office file"), common)
    takes_file(made)
    _takes_folder(made)
    made.set_defaults(run=list_backups)
    made = command(commands, "restore", tr("put a backup in the place of an office file"), common)
    takes_file(made)
    named = tr("the backup: its path, its file name, “last”, or “copy” for this computer's copy of the office")
    made.add_argument("backup", metavar="BACKUP", help=named)
    _takes_folder(made)
    made.add_argument("--preview", action="store_true", help=tr("only tell what it would mean"))
    made.set_defaults(run=restore)


def backup(asked: argparse.Namespace) -> int:
    """Make a backup now."""
    made = _keeper(asked).make()
    if getattr(asked, "json", False):
        give_done(_json(made))
    else:
        give(f"{made.path}: {backup_words.described(made, _now())}")
    return 0 if made.verified else 1


def list_backups(asked: argparse.Namespace) -> int:
    """List what there is, newest first."""
    found = _keeper(asked).backups()
    if getattr(asked, "json", False):
        for one in found:
            give_json(_json(one))
    elif not found:
        give(tr("There are no backups of this office yet."))
    else:
        header = (tr("Made"), tr("Tickets"), tr("State"), tr("File"))
        now = _now()
        rows = [
            (backup_words.when(one, now), str(one.tickets or "—"), backup_words.state(one), one.path.name)
            for one in found
        ]
        give(table(header, rows))
    return 0


def restore(asked: argparse.Namespace) -> int:
    """Put a backup in the place of the office file, as an administrator of it."""
    keeper = _keeper(asked)
    if os.path.islink(keeper.office):  # noqa: PTH114 - the link would be replaced, and colleagues stay with the old file
        target = os.path.realpath(keeper.office)
        raise BadInput("{path} is only a link. Name the file it leads to: {target}.", path=asked.file, target=target)
    wanted = _wanted(keeper, asked.backup)
    preview = keeper.preview(wanted)
    if getattr(asked, "preview", False):
        give(backup_words.meaning(preview))
        return 0
    if preview.another:
        raise BadInput(
            "{path} is another office than this backup. Nothing was changed. To put the backup there all the same, "
            "move {path} away first, with its journal and its folders.",
            field="backup",
            path=asked.file,
        )
    with reader_of(keeper.source(wanted), keeper.office) as reader:
        person = signed_in(asked, reader)
        rights.require_of(reader.office(), person, "restore")
    done = keeper.restore(wanted, person.name or person.login)
    if getattr(asked, "json", False):
        back = done.rescued
        told = {"aside": str(done.aside) if done.aside else None, "came_back": back.events, "tickets": back.tickets}
        give_done({**told, "renumbered": back.renumbered, "diverged": back.diverged, "missing_files": done.missing})
    else:
        give(backup_words.outcome(done))
    return 0


def _keeper(asked: argparse.Namespace) -> OfficeBackups:
    if is_address(asked.file):
        raise BadInput(
            "This office is on a server, which makes its backups with its own tools: {tool}.",
            field="file",
            tool="pg_dump",
        )
    folder = getattr(asked, "to", None)
    return OfficeBackups(Path(asked.file), folder or site().backups, follow=True)


def _wanted(keeper: OfficeBackups, named: str) -> Backup | None:
    """Return the backup that `named` means, None for this computer's copy. Raises BadInput."""
    if named == COPY:
        return None
    found = keeper.backups()
    if named == LAST:
        verified = [one for one in found if one.verified]
        if not verified:
            raise BadInput("There is no verified backup of this office. See: desk-app backups.", field="backup")
        return verified[0]
    for one in found:
        if named in (one.path.name, str(one.path)):
            return one
    if os.path.isfile(named):  # noqa: PTH113 - Path.is_file raises for some of what a share may say
        return keeper.backup_at(Path(named))
    raise BadInput("There is no backup “{name}”. See: desk-app backups.", field="backup", name=named)


def _takes_folder(made: Parser) -> None:
    made.add_argument(
        "--to", type=Path, metavar="DIR", help=tr("the folder of backups; usually beside the office file")
    )


def _now() -> datetime:
    return datetime.now().astimezone()


def _json(one: Backup) -> dict[str, Any]:
    names = ("tickets", "head", "size", "verified", "missing", "why")
    at = one.made_at.isoformat(timespec="seconds")
    return {"path": str(one.path), "made_at": at, **{name: getattr(one, name) for name in names}}
