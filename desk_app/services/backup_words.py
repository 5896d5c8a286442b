"""What is said of a backup and of a restore, in the window and on the command line."""

from datetime import datetime, timedelta

from desk_app.i18n import format_date, tr, trn
from desk_app.services.backups import MIGRATION, Backup, Preview, Restored


def when(backup: Backup, now: datetime) -> str:
    """Return “today 14:00”; `now` is aware, in the zone of whoever reads."""
    local = backup.made_at.astimezone(now.tzinfo)
    if local.date() == now.date():
        return tr("today {time}", time=f"{local:%H:%M}")
    if local.date() == now.date() - timedelta(days=1):
        return tr("yesterday {time}", time=f"{local:%H:%M}")
    return f"{format_date(local)} {local:%H:%M}"


def how_much(backup: Backup) -> str:
    """Return “12 480 tickets”."""
    grouped = f"{backup.tickets:,}".replace(",", "\u202f")
    return trn("{shown} ticket", "{shown} tickets", backup.tickets, shown=grouped)


def state(backup: Backup) -> str:
    """Return whether a backup is whole, and what it was made for."""
    if not backup.verified:
        return tr("not verified") if backup.tickets else tr("cannot be read")
    said = [tr("verified")]
    if backup.missing:
        said.append(trn("{n} attached file was missing", "{n} attached files were missing", backup.missing))
    if backup.why == MIGRATION:
        said.append(tr("before an update of the file"))
    return ", ".join(said)


def described(backup: Backup, now: datetime) -> str:
    """Return a backup in words: “today 14:00, 12 480 tickets, verified”."""
    parts = [when(backup, now), *([how_much(backup)] if backup.tickets else []), state(backup)]
    return ", ".join(parts)


def question(backup: Backup | None, preview: Preview, now: datetime) -> str:
    """Return what is asked before `backup`, or for None this computer's copy, takes the place of the office."""
    if backup is None:
        said = [tr("Put this computer's copy in the place of the office?")]
    else:
        said = [tr("Put this backup in the place of the office?")]
        said.append(tr("The backup: {what}.", what=described(backup, now)))
    said.append(meaning(preview))
    said.append(tr("Colleagues cannot save for a few seconds. The present file is put aside, not deleted."))
    return "\n\n".join(said)


def meaning(preview: Preview) -> str:
    """Return what putting back would mean, in whole sentences."""
    said = []
    if preview.another:
        said.append(tr("What lies there now is another office: nothing of it comes back, it is only put aside."))
    if not preview.since:
        said += [tr("Nothing known to this computer was saved after it.")]
    else:
        said += [trn("{n} entry was saved after it.", "{n} entries were saved after it.", preview.since)]
        if preview.here >= preview.since and preview.copied:
            said.append(tr("This computer brings all of that back at once."))
        elif preview.here >= preview.since:
            said.append(tr("This computer brings all of that back at once, as far as the office file can be read."))
        elif preview.here:
            said.append(trn("This computer brings {n} of them back at once.",
                            "This computer brings {n} of them back at once.", preview.here))  # fmt: skip
        said.append(tr("The computers of colleagues bring back what only they know, when they connect."))
    if not preview.readable:
        said.append(tr("The office file itself cannot be read."))
    said.append(tr("A restore mends a broken file; it does not undo what people did."))
    return " ".join(said)


def outcome(done: Restored) -> str:
    """Return what a restore did."""
    said = [tr("The backup is in its place.")]
    if done.aside is not None:
        said.append(tr("The old file lies in {path}.", path=done.aside))
    if done.rescued.events:
        said.append(trn("{n} later entry came back.", "{n} later entries came back.", done.rescued.events))
    if done.rescued.renumbered:
        pairs = ", ".join(f"{was} → {now}" for was, now in done.rescued.renumbered)
        said.append(tr("New numbers: {pairs}.", pairs=pairs))
    if done.missing:
        said.append(trn("{n} attached file is nowhere.", "{n} attached files are nowhere.", done.missing))
    if done.findings:
        said.append(tr("Not everything in it is as it should be: check the office."))
    return " ".join(said)
