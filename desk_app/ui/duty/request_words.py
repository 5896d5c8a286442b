"""Requests about duty in words."""

from collections.abc import Mapping
from typing import Final

from desk_app.domain.errors import N_
from desk_app.i18n import format_date, tr
from desk_app.services.duty.requests import Request, State, Wanted

WANTED: Final[Mapping[Wanted, str]] = {
    Wanted.SWAP: N_("Swap with a colleague"),
    Wanted.CHANGE: N_("Another shift"),
    Wanted.COVER: N_("Somebody takes my shift"),
    Wanted.ABSENCE: N_("I cannot come"),
    Wanted.BREAK: N_("A break outside the schedule"),
}
STATES: Final[Mapping[State, str]] = {
    State.OPEN: N_("open to everybody"),
    State.ASKED: N_("waits for the colleague"),
    State.AGREED: N_("waits for the head"),
    State.APPLIED: N_("applied"),
    State.DECLINED: N_("declined"),
    State.WITHDRAWN: N_("withdrawn"),
}


def told(one: Request, names: Mapping[int, str], shorts: Mapping[str, str]) -> str:
    """Return what a request is about, in one line."""
    parts = [names.get(one.person, "—"), tr(WANTED[one.wanted]), ", ".join(map(format_date, one.days))]
    if one.other:
        parts.append(tr("with {name}", name=names.get(one.other, "—")))
    if one.code:
        parts.append(shorts.get(one.code, one.code))
    if one.wanted is Wanted.BREAK:
        parts.append(tr("{n} min from {time}", n=one.minutes, time=f"{one.start // 60:02}:{one.start % 60:02}"))
    if one.reason:
        parts.append(tr("“{text}”", text=one.reason))
    if one.late:
        parts.append(tr("LATE: less than 12 hours before the shift"))
    return " · ".join(parts)
