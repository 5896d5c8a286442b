"""Peewee models of the office file. They are bound to no database: every query names its own."""

from peewee import AutoField, BigIntegerField, BlobField, BooleanField, CompositeKey, IntegerField, Model, TextField


class OfficeRow(Model):
    """The office itself; one row. `revision` grows with every change of settings, items or staff."""

    id = AutoField()
    name = TextField()
    profile = TextField()
    language = TextField()
    time_zone = TextField()
    country = TextField()
    number_template = TextField()
    week = TextField()
    journal = TextField()
    settings = TextField(default="{}")
    epoch = TextField()
    revision = IntegerField()

    class Meta:
        table_name = "office"


class ItemRow(Model):
    """A choice of the office. Every section has a row with the code "" that stands for nothing chosen."""

    id = AutoField()
    section = TextField()
    code = TextField()
    label = TextField()
    position = IntegerField()
    data = TextField()

    class Meta:
        table_name = "item"


class StaffRow(Model):
    """An account. Row 0 is nobody."""

    id = AutoField()
    login = TextField()
    login_key = TextField()
    name = TextField()
    name_key = TextField()
    role = TextField()
    line = TextField()
    active = BooleanField()
    password_hash = TextField(null=True)

    class Meta:
        table_name = "staff"


class OrganisationRow(Model):
    """An organisation of the directory. Row 0 is none."""

    id = AutoField()
    name = TextField()
    name_key = TextField()
    phone = TextField(default="")
    address = TextField(default="")

    class Meta:
        table_name = "organisation"


class RequesterRow(Model):
    """A person of the directory. `search` is what the caller is found by."""

    id = AutoField()
    name = TextField()
    name_key = TextField()
    organisation_id = IntegerField()
    phone = TextField()
    email = TextField()
    room = TextField()
    position = TextField(default="")
    search = TextField()

    class Meta:
        table_name = "requester"


class TicketTable(Model):
    """What lists show of a ticket. Moments are seconds since 1970, UTC; keys are normalised for sorting.

    `service_id` and `mode_id` are 0 where nothing is chosen.
    """

    id = AutoField()
    version = IntegerField()
    number = TextField(null=True)
    kind_id = IntegerField()
    status_id = IntegerField()
    type_id = IntegerField()
    channel_id = IntegerField()
    priority_id = IntegerField()
    system_id = IntegerField()
    line_id = IntegerField()
    assignee_id = IntegerField()
    requester_id = IntegerField()
    subject = TextField()
    subject_key = TextField()
    requester = TextField()
    requester_key = TextField()
    organisation = TextField()
    organisation_key = TextField()
    received_at = BigIntegerField()
    registered_at = BigIntegerField(null=True)
    solved_at = BigIntegerField(null=True)
    closed_at = BigIntegerField(null=True)
    approval = TextField()
    outcome = TextField()
    due_at = BigIntegerField(null=True)
    first_due_at = BigIntegerField(null=True)
    due_register_at = BigIntegerField(null=True)
    due_return_at = BigIntegerField(null=True)
    warn_at = BigIntegerField(null=True)
    breached = TextField(default="")
    service_id = IntegerField(default=0)
    mode_id = IntegerField(default=0)
    appointment_at = BigIntegerField(null=True)
    remind_at = BigIntegerField(null=True)
    rating = IntegerField(default=0)
    reworks = IntegerField(default=0)

    class Meta:
        table_name = "ticket"


class TicketTextTable(Model):
    """The long part of a ticket, and the normalised text it is searched by. `clock` is JSON: its course."""

    id = AutoField()
    description = TextField()
    additional_info = TextField()
    note = TextField()
    cause = TextField()
    solution = TextField()
    phone = TextField()
    email = TextField()
    room = TextField()
    search = TextField()
    clock = TextField(default="")

    class Meta:
        table_name = "ticket_text"


class LinkTable(Model):
    """Two tickets that belong together; a row each way."""

    ticket_id = IntegerField()
    other_id = IntegerField()
    relation = TextField()

    class Meta:
        table_name = "link"
        primary_key = False


class EventTable(Model):
    """The history, append-only and hash-chained (see `domain.history`)."""

    seq = IntegerField(primary_key=True)
    ticket_id = IntegerField(null=True)
    op_id = BlobField()
    ordinal = IntegerField()
    verb = TextField()
    by_id = IntegerField()
    recorded_at = BigIntegerField()
    at = BigIntegerField()
    salt = BlobField(null=True)
    payload = TextField(null=True)
    digest = BlobField()
    hash = BlobField()

    class Meta:
        table_name = "event"


class CounterTable(Model):
    """The last number given in each scope of the number template."""

    scope = TextField(primary_key=True)
    value = IntegerField()

    class Meta:
        table_name = "counter"


class SavedViewTable(Model):
    """A view somebody saved under a name; owner 0 shares it with everybody. `body` is JSON."""

    id = AutoField()
    owner_id = IntegerField()
    name = TextField()
    name_key = TextField()
    body = TextField()

    class Meta:
        table_name = "saved_view"


class AttachmentTable(Model):
    """A file of a ticket. Its content lies beside the office file under its SHA-256; `size` is in bytes."""

    id = AutoField()
    ticket_id = IntegerField()
    sha256 = TextField()
    name = TextField()
    size = IntegerField()
    added_at = BigIntegerField()
    by_id = IntegerField()

    class Meta:
        table_name = "attachment"


class ImportedTable(Model):
    """A row of a sheet that is a ticket already: its content, and how often the same content occurred before it."""

    fingerprint = BlobField()
    occurrence = IntegerField()
    ticket_id = IntegerField()

    class Meta:
        table_name = "imported"
        primary_key = CompositeKey("fingerprint", "occurrence")


class CallTemplateTable(Model):
    """A frequent call somebody keeps as a template; owner 0 shares it with everybody. `body` is JSON."""

    id = AutoField()
    owner_id = IntegerField()
    name = TextField()
    name_key = TextField()
    body = TextField()

    class Meta:
        table_name = "call_template"


class DutyTable(Model):
    """A paper of the duty planner (see `services.duty_ports`). `body` is JSON; `uid` tells it from every other."""

    id = AutoField()
    uid = TextField()
    sort = TextField()
    key = TextField()
    staff_id = IntegerField()
    body = TextField()
    version = IntegerField()

    class Meta:
        table_name = "duty"


class ChangeTable(Model):
    """The change feed: which row of which table changed, in order. Triggers fill it; the newest row is never removed.

    New events are not in it: they are found by their own sequence numbers.
    """

    seq = AutoField()
    table_no = IntegerField()
    row_id = IntegerField()

    class Meta:
        table_name = "change"


class ClaimTable(Model):
    """Work that one workstation does for all, and who took it when (seconds since 1970, UTC)."""

    name = TextField(primary_key=True)
    at = BigIntegerField()
    by = TextField()

    class Meta:
        table_name = "claim"


TABLES: tuple[type[Model], ...] = (
    OfficeRow,
    ItemRow,
    StaffRow,
    OrganisationRow,
    RequesterRow,
    TicketTable,
    TicketTextTable,
    LinkTable,
    EventTable,
    CounterTable,
    SavedViewTable,
    AttachmentTable,
    ImportedTable,
    CallTemplateTable,
    DutyTable,
)
"""What an office consists of, each under its number in the change feed, counted from 1."""
