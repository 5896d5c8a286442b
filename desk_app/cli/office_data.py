"""desk-app office export, import: the office's own data as a file."""

import argparse
from pathlib import Path
from typing import Any

from desk_app.cli.desk import Desk, seated
from desk_app.cli.give import give, give_json
from desk_app.cli.parser import Commands, Parser, command, group, takes_file
from desk_app.domain.office import OfficeSeed
from desk_app.domain.office_change import completed, differences, moves_due_dates, seed_of
from desk_app.i18n import tr, trn
from desk_app.profiles.write import TomlProfiles
from desk_app.services import administration, office_words
from desk_app.services.recount import recount
from desk_app.services.rights import require_of
from desk_app.services.whole_file import write_whole


def add(commands: Commands, common: Parser) -> None:
    """Add the commands of this module."""
    members = group(commands, "office", tr("the office's own data: statuses, steps, services, deadlines …"), common)
    made = command(members, "export", tr("write it as a profile, a .toml file"), common)
    takes_file(made)
    made.add_argument("--out", required=True, type=Path, metavar="X.toml", help=tr("the file to write"))
    made.set_defaults(run=export_office)
    made = command(members, "import", tr("take it from a profile, a .toml file"), common)
    takes_file(made)
    made.add_argument("source", type=Path, metavar="X.toml", help=tr("the file to read"))
    made.add_argument("--dry-run", action="store_true", help=tr("only tell what would change"))
    made.set_defaults(run=import_office)


def export_office(asked: argparse.Namespace) -> int:
    """Write the office as a profile."""
    with seated(asked) as desk:
        require_of(desk.office, desk.person, administration.RIGHT)
        text = TomlProfiles().write(seed_of(desk.office))
    path = asked.out
    write_whole(path, lambda stream: stream.write(text.encode()))
    if getattr(asked, "json", False):
        give_json({"path": str(path), "bytes": len(text.encode())})
    else:
        give(tr("{path}: written. A new office is made of it with: desk-app init … --profile {path}", path=path))
    return 0


def import_office(asked: argparse.Namespace) -> int:
    """Make the office what a profile says; what tickets point to stays, and is not offered any more."""
    profiles = TomlProfiles()
    with seated(asked) as desk:
        require_of(desk.office, desk.person, administration.RIGHT)
        now = seed_of(desk.office)
        wanted = completed(profiles.read(asked.source, now.language), now)
        new = administration.planned(now, wanted, desk.reader.administration.used)
        for problem in [
            *profiles.problems(new),
            *administration.unfit(now, new, desk.reader.staff(), desk.person),
        ]:
            raise problem
        dry = bool(getattr(asked, "dry_run", False))
        moved = 0 if dry else _done(desk, now, wanted, new)
    _give_told(asked, now, new, moved)
    return 0


def _done(desk: Desk, now: OfficeSeed, wanted: OfficeSeed, new: OfficeSeed) -> int:
    """Change the office; return how many open tickets are due at another time now."""
    desk.uow.write(lambda db: administration.change_office(db, now, wanted, TomlProfiles()))
    if not moves_due_dates(differences(now, new)):
        return 0
    return len(recount(desk.uow, desk.reader, right=administration.RIGHT))


def _give_told(asked: argparse.Namespace, now: OfficeSeed, new: OfficeSeed, moved: int) -> None:
    found = differences(now, new)
    lines = office_words.told(found, now, new)
    if getattr(asked, "json", False):
        changes: list[dict[str, Any]] = [
            {**administration.told(one), "what": one.what.value, "told": said}
            for one, (_, said) in zip(found, lines, strict=True)
        ]
        give_json({"dry_run": bool(getattr(asked, "dry_run", False)), "changes": changes, "moved_tickets": moved})
        return
    give("\n".join(f"{section}: {said}" for section, said in lines) or tr("Nothing differs."))
    if moved:
        give(trn("{n} ticket is due at another time now.", "{n} tickets are due at another time now.", moved))
