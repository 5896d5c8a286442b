"""Text as people paste it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.errors import BadInput
from desk_app.domain.text import (
    KEY_LENGTH,
    LINE_LIMIT,
    SUBJECT_LENGTH,
    TEXT_LIMIT,
    clean_line,
    clean_text,
    normalise,
    sort_key,
    subject_of,
)

ANYTHING = st.text(st.characters())
"""Every code point, surrogates included."""


def test_a_name_loses_control_characters_and_double_spaces() -> None:
    assert clean_line("  Иванова\x00\tАнна \r\n Петровна\x07 ") == "Иванова Анна Петровна"


def test_a_name_cannot_turn_the_reading_direction_around() -> None:
    assert clean_line("Иванов\u202eавонавИ\u202c \u2066x\u2069") == "ИвановавонавИ x"


def test_a_description_keeps_its_lines_and_tabs() -> None:
    assert clean_text("первая\r\nвторая\rтретья\u2028четвёртая\n\tпятая\x00\x1b") == (
        "первая\nвторая\nтретья\nчетвёртая\n\tпятая"
    )


@pytest.mark.parametrize("line_break", ["\x0b", "\x0c", "\x85"])
def test_the_line_breaks_of_word_processors_part_words_too(line_break: str) -> None:
    assert clean_text(f"строка{line_break}ещё") == "строка\nещё"


@pytest.mark.parametrize("alien", ["\ud800", "\ufffe", "\uffff", "\ufeff"])
def test_what_no_file_can_hold_is_left_out(alien: str) -> None:
    assert clean_text(f"до{alien}после") == "допосле"
    assert clean_line(f"до{alien}") == "до"


def test_a_hundred_thousand_pasted_characters_are_taken() -> None:
    pasted = "Ошибка! " * 12_500
    assert clean_text(pasted) == pasted.strip()


def test_what_is_too_long_is_refused_with_its_length() -> None:
    with pytest.raises(BadInput, match=f"{LINE_LIMIT + 1} characters long") as told:
        clean_line("я" * (LINE_LIMIT + 1), "name")
    assert told.value.field == "name"
    assert clean_line("я" * LINE_LIMIT) == "я" * LINE_LIMIT
    with pytest.raises(BadInput, match="Attach it as a file"):
        clean_text("я" * (TEXT_LIMIT + 1), "description")


def test_the_limit_counts_what_is_kept() -> None:
    assert clean_line("\x00 " * 10_000 + "я") == "я"


@given(ANYTHING)
def test_cleaned_text_can_be_kept_and_is_not_cleaned_further(text: str) -> None:
    for clean in (clean_line, clean_text):
        cleaned = clean(text)
        assert clean(cleaned) == cleaned
        assert cleaned.encode().decode() == cleaned
    assert "\n" not in clean_line(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ёлкина", "елкина"),
        ("ПРИВЕТ", "привет"),
        ("Е\u0308лкина", "ёлкина"),
        ("ﬁle", "FILE"),
        ("№ 5", "no 5"),
        ("a\u00a0 b", "A B"),
        ("Straße", "STRASSE"),
    ],
)
def test_people_find_what_they_wrote_another_way(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


def test_short_i_is_a_letter_of_its_own() -> None:
    assert normalise("й") != normalise("и")


@given(ANYTHING)
def test_any_text_can_be_compared_and_sorted(text: str) -> None:
    assert normalise(text).encode() is not None
    assert len(sort_key(text)) <= KEY_LENGTH


def test_quotes_do_not_decide_the_order() -> None:
    assert sort_key("«Ромашка», детский сад") == sort_key("РОМАШКА - детский   сад")


def test_the_subject_is_the_first_line() -> None:
    assert subject_of("\n  Не печатает \nпринтер на 2 этаже") == "Не печатает"
    assert subject_of("") == ""


def test_a_long_subject_is_cut_with_dots() -> None:
    subject = subject_of("д" * 500)
    assert len(subject) == SUBJECT_LENGTH
    assert subject.endswith("д…")
    assert subject_of("д" * SUBJECT_LENGTH) == "д" * SUBJECT_LENGTH
