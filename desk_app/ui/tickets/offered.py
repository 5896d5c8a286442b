"""What the palette offers of the list: steps of the current ticket, queues and saved views."""

from functools import partial

from desk_app.i18n import tr
from desk_app.ui.editor.pane import TicketPane
from desk_app.ui.palette import Command
from desk_app.ui.tickets.queues import QueueList


def offered_commands(pane: TicketPane, queues: QueueList, ticket: int | None) -> list[Command]:
    """Return the steps of `ticket` where `pane` shows it, then the queues and the views of the side."""
    current = pane.card is not None and pane.card.ticket.id == ticket
    steps = [
        Command(step.label, partial(pane.ask_step, step), "player-play", tr("step"))
        for step in (pane.steps.possible if current else ())
    ]
    standing = [
        Command(tr(entry.text), partial(queues.choose, entry.queue), entry.icon, tr("queue"))
        for entry in queues.offered()
    ]
    saved = [Command(view.name, partial(queues.choose_view, view.id), "filter", tr("view")) for view in queues.views]
    return [*steps, *standing, *saved]
