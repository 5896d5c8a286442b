"""The chain of the history: every change shows, and a person can still be forgotten."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.history import GENESIS, Header, digest, link, payload_text

HEADER = Header(1, 5, b"\x01" * 16, 0, "solve", 3, 1_790_000_000, 1_789_999_000)
SALT, PAYLOAD = b"salt" * 4, payload_text({"solution": "Перезагрузили"})
OTHER: dict[str, Any] = {
    "seq": 2,
    "ticket_id": 6,
    "op_id": b"\x02" * 16,
    "ordinal": 1,
    "verb": "close",
    "by_id": 4,
    "recorded_at": 1_790_000_001,
    "at": 1_789_999_001,
}


def test_the_same_entry_has_the_same_hash() -> None:
    assert link(GENESIS, HEADER, digest(SALT, PAYLOAD)) == link(GENESIS, replace(HEADER), digest(SALT, PAYLOAD))


@pytest.mark.clause("J-3.5")
@pytest.mark.parametrize("part", OTHER)
def test_a_change_of_any_part_shows(part: str) -> None:
    changed = replace(HEADER, **{part: OTHER[part]})
    assert link(GENESIS, changed, digest(SALT, PAYLOAD)) != link(GENESIS, HEADER, digest(SALT, PAYLOAD))


def test_every_part_of_the_header_was_tried() -> None:
    assert set(OTHER) == set(Header.__dataclass_fields__)


def test_a_change_of_the_text_its_salt_or_what_stands_before_shows() -> None:
    whole = link(GENESIS, HEADER, digest(SALT, PAYLOAD))
    assert link(GENESIS, HEADER, digest(SALT, PAYLOAD + " ")) != whole
    assert link(GENESIS, HEADER, digest(SALT[::-1], PAYLOAD)) != whole
    assert link(b"\x01" * 32, HEADER, digest(SALT, PAYLOAD)) != whole


def test_an_entry_of_no_ticket_is_not_that_of_ticket_0() -> None:
    without, zero = replace(HEADER, ticket_id=None), replace(HEADER, ticket_id=0)
    assert link(GENESIS, without, b"") != link(GENESIS, zero, b"")


def test_a_text_taken_away_leaves_the_chain() -> None:
    """The chain holds the digest alone: payload and salt are not needed to go on or to check it."""
    kept = digest(SALT, PAYLOAD)
    first = link(GENESIS, HEADER, kept)
    second = link(first, replace(HEADER, seq=2), digest(SALT, "{}"))
    assert link(link(GENESIS, HEADER, kept), replace(HEADER, seq=2), digest(SALT, "{}")) == second


def test_nobody_guesses_a_text_from_its_digest() -> None:
    assert digest(b"one", PAYLOAD) != digest(b"two", PAYLOAD)


def test_a_payload_is_written_one_way() -> None:
    assert payload_text({"b": 1, "a": "ё"}) == payload_text({"a": "ё", "b": 1}) == '{"a":"ё","b":1}'


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=6), st.data())
def test_swapped_or_dropped_entries_show(payloads: list[bytes], data: st.DataObject) -> None:
    def head(digests: list[bytes]) -> bytes:
        last = GENESIS
        for seq, one in enumerate(digests, 1):
            last = link(last, replace(HEADER, seq=seq), one)
        return last

    digests = [digest(SALT, payload.hex()) for payload in payloads]
    other = data.draw(st.permutations(digests)) if data.draw(st.booleans()) else digests[:-1]
    assert (head(other) == head(digests)) == (other == digests)
