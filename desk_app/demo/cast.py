"""The people of a sample office: its staff, and those who call."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desk_app.demo.texts import Texts
from desk_app.domain.lines import LINE, sort_of
from desk_app.domain.office import Office

LATIN: Final = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a,b,v,g,d,e,e,zh,z,i,y,k,l,m,n,o,p,r,s,t,u,f,h,ts,ch,sh,sch,,y,,e,yu,ya".split(","),  # noqa: SIM905
        strict=True,
    )
)
TECHNICIANS: Final = 6
MORE: Final = 2
"""People of the last line without calls of their own: with the administrator they are twelve, for a month of duty."""
CALLERS: Final = 180


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who asks for help. `about` is the system at the top that the organisation works with, or "any"."""

    about: str
    name: str
    organisation: str
    phone: str
    email: str
    room: str

    def parts(self) -> dict[str, str]:
        """Return the requester as a registration gives it."""
        return {name: getattr(self, name) for name in ("name", "organisation", "phone", "email", "room")}


@dataclass(frozen=True, slots=True)
class Cast:
    """Staff by login (the first line, the lines behind it, who decides), and the callers, the busiest first."""

    staff: Sequence[dict[str, str]]
    front: Sequence[str]
    back: Sequence[str]
    head: str
    callers: Sequence[Caller]

    def caller(self, dice: random.Random, about: str) -> Caller:
        """Return somebody who may ask about a system; some ask much more often than others."""
        fitting = [caller for caller in self.callers if caller.about in (about, "any")] or self.callers
        return dice.choices(fitting, [1 / (place + 12) for place in range(len(fitting))])[0]


def full_name(dice: random.Random, texts: Texts, woman: bool) -> str:
    """Return a surname, a first name and, where people have one, a father's name."""
    who = "women" if woman else "men"
    parts = (dice.choice(texts.names[f"{who}_{part}"]) for part in ("last", "first", "middle"))
    return " ".join(part for part in parts if part)


def make_cast(dice: random.Random, office: Office, texts: Texts, taken_login: str) -> Cast:
    """Return the people of the office; nobody gets `taken_login`."""
    lines = [item.code for item in office.choices("line") if sort_of(item) == LINE]
    head_role, worker_role, deeper = _role(office, "share-view"), _role(office, "hand-over"), _deeper_role(office)
    staff: list[dict[str, str]] = []
    logins = {taken_login.casefold()}
    for place in range(1 + TECHNICIANS + 2):
        name = _new_name(dice, texts, {person["name"] for person in staff})
        line = lines[0] if place <= TECHNICIANS else lines[-1]
        role = head_role if place == 0 else worker_role if place <= TECHNICIANS else deeper
        staff.append({"login": _login(name, logins), "name": name, "role": role, "line": line})
    callers = _callers(dice, texts)
    own = random.Random(taken_login)  # noqa: S311 - so that the calls are dealt as without them
    for _ in range(MORE):
        name = _new_name(own, texts, {person["name"] for person in staff})
        staff.append({"login": _login(name, logins), "name": name, "role": deeper, "line": lines[-1]})
    return Cast(
        staff=staff,
        front=[person["login"] for person in staff[1 : 1 + TECHNICIANS]],
        back=[person["login"] for person in staff[1 + TECHNICIANS : -MORE]],
        head=staff[0]["login"],
        callers=callers,
    )


def _callers(dice: random.Random, texts: Texts) -> list[Caller]:
    callers, known = [], set[str]()
    organisations = [(about, name) for about, names in texts.organisations.items() for name in names]
    for place in range(CALLERS):
        about, organisation = organisations[place % len(organisations)]
        name = _new_name(dice, texts, known)
        known.add(name)
        caller = Caller(
            about,
            name,
            organisation,
            _phone(dice, texts),
            f"{_latin(name.split()[0])}{dice.randint(1, 99)}@example.org" if dice.random() < 0.6 else "",
            str(dice.randint(1, 4) * 100 + dice.randint(1, 25)) if dice.random() < 0.5 else "",
        )
        callers.append(caller)
    dice.shuffle(callers)
    return callers


def _new_name(dice: random.Random, texts: Texts, known: set[str]) -> str:
    while (name := full_name(dice, texts, dice.random() < 0.8)) in known:
        pass
    return name


def _phone(dice: random.Random, texts: Texts) -> str:
    a, b, c, d = (dice.randint(low, high) for low, high in ((10, 99), (10, 99), (0, 9), (100, 999)))
    return dice.choice(texts.names["phone"]).format(a=a, b=b, c=c, d=d)


def _role(office: Office, right: str) -> str:
    """Return the humblest role with `right`: the one with the fewest others."""
    roles = [role for role in office.choices("role") if right in role.data.get("rights", ())]
    roles = roles or [role for role in office.choices("role") if "*" in role.data.get("rights", ())]
    return min(roles, key=lambda role: len(role.data["rights"])).code


def _deeper_role(office: Office) -> str:
    """Return the role of those behind the first line: the one with the most rights of those who decide nothing."""
    rights = {role.code: role.data.get("rights", ()) for role in office.choices("role")}
    workers = [code for code, given in rights.items() if "hand-over" in given and "share-view" not in given]
    return max(workers, key=lambda code: len(rights[code]), default=_role(office, "hand-over"))


def _login(name: str, logins: set[str]) -> str:
    last, first = (_latin(part) for part in name.split()[:2])
    login = next(wish for wish in (last, f"{last}.{first}", f"{last}.desk") if wish not in logins)
    logins.add(login)
    return login


def _latin(text: str) -> str:
    return "".join(LATIN.get(letter, letter) for letter in text.casefold())
