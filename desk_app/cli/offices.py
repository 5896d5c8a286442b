"""desk-app init, open, profiles, info, check, verify: the office file itself."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from desk_app import __version__, profiles
from desk_app.cli.desk import PASSWORD, given_password, may_ask
from desk_app.cli.give import give, give_json
from desk_app.cli.parser import Commands, Parser, command, takes_file
from desk_app.cli.recovery import tell_key
from desk_app.domain.errors import BadInput, UserError
from desk_app.domain.office import OfficeSeed, Person
from desk_app.domain.text import clean_line
from desk_app.i18n import explain, language, tr, trn
from desk_app.services import checks, passwords, people, recovery
from desk_app.services.places import is_address, shown
from desk_app.services.ports import Finding
from desk_app.storage import OfficeFile, create_office, open_office

LANGUAGE = "ru"
"""The language of an office when none is asked for."""


def add(commands: Commands, common: Parser) -> None:
    """Add the commands of this module."""
    made = command(commands, "init", tr("make a new office file"), common)
    takes_file(made)
    made.add_argument("--profile", required=True, help=tr("a shipped profile, or the path of a .toml file"))
    made.add_argument("--office", metavar="NAME", help=tr("the name of the office"))
    made.add_argument("--admin", metavar="LOGIN", help=tr("its first administrator; usually the computer's user"))
    made.add_argument("--name", metavar="NAME", help=tr("the administrator's full name"))
    made.set_defaults(run=init)
    made = command(commands, "open", tr("open the window on an office file"), common, json=False)
    takes_file(made)
    made.set_defaults(run=open_window)
    command(commands, "profiles", tr("list the shipped profiles"), common).set_defaults(run=list_profiles)
    for name, summary, run in (
        ("info", tr("tell what is in an office file"), info),
        ("check", tr("check that an office file is whole"), check),
        ("verify", tr("prove that nobody changed the history"), verify),
    ):
        made = command(commands, name, summary, common)
        takes_file(made)
        made.set_defaults(run=run)
        if run is check:
            made.add_argument("--full", action="store_true", help=tr("read every attached file, too"))
            in_place = tr("read the file itself in one go, its indexes too; nobody can save meanwhile")
            made.add_argument("--in-place", action="store_true", help=in_place)
            made.add_argument(
                "--clean", action="store_true", help=tr("when all is well, remove attached files that no ticket names")
            )


def init(asked: argparse.Namespace) -> int:
    """Make a new office file."""
    name = clean_line(getattr(asked, "office", ""), "office")
    seed = profiles.load(asked.profile, getattr(asked, "lang", LANGUAGE), name)
    admin = first_administrator(seed, getattr(asked, "admin", None) or people.os_login(), getattr(asked, "name", ""))
    mine = admin.login.casefold() == people.os_login().casefold()
    password = given_password(tr("Password of {login} (empty for none): ", login=admin.login)) if not mine else None
    if not mine and not password and not may_ask():
        raise BadInput(
            "“{login}” is not the computer's user “{user}”, so this account needs a password: put it into the variable "
            "{variable}, or run this on a terminal. Set but empty, {variable} lets in only the computer's user "
            "“{login}”.",
            field="password",
            login=admin.login,
            user=people.os_login() or "—",
            variable=PASSWORD,
        )
    key = recovery.new_key()
    seed = replace(seed, settings={**seed.settings, recovery.SETTING: recovery.hashed(key).phc})
    create_office(asked.file, seed, admin, passwords.hashed(password) if password else None)
    about = {"path": shown(asked.file), "office": seed.name, "profile": seed.profile, "admin": admin.login}
    if not getattr(asked, "json", False):
        give(tr("{path}: a new office, “{name}”. Its administrator is {login}.", path=shown(asked.file), name=seed.name,
                login=admin.login))  # fmt: skip
    tell_key(key, bool(getattr(asked, "json", False)), about)
    return 0


def open_window(asked: argparse.Namespace) -> int:
    """Open the window on the office file that was asked for."""
    from desk_app.bootstrap import window

    return window(asked.file, getattr(asked, "user", None), getattr(asked, "lang", None))


def first_administrator(seed: OfficeSeed, login: str, name: str = "") -> Person:
    """Return the person who gets every right in a new office. Raises BadInput without a usable login."""
    login = clean_line(login, "login")
    if not login or " " in login:
        raise BadInput(
            "A login has no spaces: “{login}”. Write it as the computer knows it.", field="login", login=login
        )
    roles = [item.code for section, item in seed.items if section == "role" and "*" in item.data.get("rights", ())]
    lines = [item.code for section, item in seed.items if section == "line"]
    return Person(0, login, clean_line(name, "name") or login, roles[0], lines[0])


def list_profiles(asked: argparse.Namespace) -> int:
    """List the shipped profiles."""
    for profile in profiles.shipped(language()):
        if getattr(asked, "json", False):
            give_json({name: getattr(profile, name) for name in ("code", "name", "about", "languages")})
        else:
            give(f"{profile.code}\n    {profile.name}")
            give("\n".join(f"    {line}" for line in profile.about.splitlines()))
    return 0


def info(asked: argparse.Namespace) -> int:
    """Tell what is in an office file."""
    with open_office(asked.file) as file:
        office, sizes, (seq, head) = file.reader.office(), file.reader.sizes(), file.reader.head()
    told = {
        "office": office.name,
        "profile": office.profile,
        "language": office.language,
        "time_zone": office.zone.key,
        "version": __version__,
        "counts": sizes,
        "history": {"entries": seq, "head": head.hex()},
        "share": {"path": file.place if is_address(asked.file) else str(Path(asked.file).absolute()), "writable": True},
    }
    if getattr(asked, "json", False):
        give_json(told)
        return 0
    give(f"{office.name} ({office.profile}, {office.language}, {office.zone.key})")
    give(tr("program {version}, history of {entries} entries, head {head}", version=__version__, entries=seq,
            head=head.hex()[:16]))  # fmt: skip
    give("\n".join(f"{count:>9}  {name}" for name, count in sizes.items()))
    return 0


def check(asked: argparse.Namespace) -> int:
    """Check that an office file is whole: exit 1 when it is not."""
    look = partial(_in_slices, asked)
    code = _findings(asked, look, tr("The file is whole."))
    if getattr(asked, "clean", False):
        with open_office(asked.file) as file:
            count = file.clean_files()
        print(trn("{n} attached file removed.", "{n} attached files removed.", count), file=sys.stderr)
    return code


def verify(asked: argparse.Namespace) -> int:
    """Prove that nobody changed the history: exit 1 when somebody did."""
    return _findings(asked, lambda file: checks.verify(file.reader), tr("The history is unbroken."))


def _in_slices(asked: argparse.Namespace, file: OfficeFile) -> list[Finding]:
    """Look through the office in a way that nobody who saves waits for; a server needs none."""
    full = getattr(asked, "full", False)
    if getattr(asked, "in_place", False) or is_address(asked.file):
        return checks.check(file.reader, full)
    from desk_app.storage.sliced_check import check_in_slices

    return check_in_slices(file, full)


def _findings(asked: argparse.Namespace, look: Callable[[OfficeFile], list[Finding]], clean: str) -> int:
    with open_office(asked.file) as file:
        found = look(file)
    told = [{"where": f.where, "what": explain(UserError(f.template, **f.params))} for f in found]
    if getattr(asked, "json", False):
        give_json({"ok": not told, "findings": told})
    else:
        give("\n".join(f"{finding['where']}: {finding['what']}" for finding in told) or clean)
    if told:
        raise UserError(
            "{path} is not as it should be: {count} found. Do not save into it; ask IT for the last backup.",
            path=shown(asked.file),
            count=len(told),
        )
    return 0
