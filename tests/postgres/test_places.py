"""An address is told from a path, and its password is never shown."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.app import recent
from desk_app.app.settings import Settings
from desk_app.domain.errors import BadInput
from desk_app.services.places import called, is_address, place_of, shown
from desk_app.site import site
from desk_app.storage import open_office

SECRET = st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=6).map("pw".__add__)


@pytest.mark.parametrize("text", ["postgresql://h/db", "postgres://u@h:5432/db", "POSTGRESQL://h/db"])
def test_an_address_stays_text(text: str) -> None:
    assert is_address(text)
    assert place_of(text) == text


@pytest.mark.parametrize("text", ["office.desk", r"\\server\share\office.desk", "/srv/postgresql/office.desk"])
def test_everything_else_is_a_path(text: str) -> None:
    assert place_of(text) == Path(text)
    assert shown(Path(text)) == text


@given(SECRET)
def test_a_password_is_never_shown(secret: str) -> None:
    for address in (
        f"postgresql://desk:{secret}@host:5432/office?sslmode=require",
        f"postgresql://desk@host/office?password={secret}&sslmode=verify-full",
        f"postgresql://desk:{secret}@[::1]/office",
    ):
        assert secret not in shown(address)
        assert shown(address).startswith("postgresql://desk@")


def test_the_rest_of_an_address_is_kept() -> None:
    assert shown("postgres://h/db?sslmode=require&host=/run/pg") == "postgresql://h/db?sslmode=require&host=/run/pg"
    assert shown("postgresql:///db") == "postgresql:///db"


@pytest.mark.parametrize("address", ["postgresql://[::1/db", "postgresql://h/db?nonsense=1"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(BadInput, match="no address of a database"):
        open_office(address)


def test_the_driver_is_not_loaded_for_a_file() -> None:
    told = "import sys, desk_app.storage as s, desk_app.cli.parser; print('psycopg' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", told], text=True).strip() == "False"


def test_an_office_is_called_by_its_file_or_its_database() -> None:
    assert called(Path("/share/help/office.desk")) == ("office.desk", "/share/help")
    assert called("postgresql://desk:geheim@host:5432/office?sslmode=require") == (
        "office",
        "postgresql://desk@host:5432",
    )


def test_it_may_name_a_server_for_every_workstation(tmp_path: Path) -> None:
    address = "postgresql://desk@dbserver/office?sslmode=verify-full"
    (tmp_path / "desk-app.toml").write_text(f"office = '{address}'", "utf-8")
    assert site(tmp_path, {}).office == address
    assert site(tmp_path, {"DESK_FILE": "postgres://h/db"}).office == "postgres://h/db"
    assert site(tmp_path, {"DESK_FILE": "/o.desk"}).office == Path("/o.desk")


def test_a_server_is_remembered_without_its_password() -> None:
    settings = Settings()
    recent.remember(settings, "postgresql://desk:geheim@host/office")
    assert recent.recent(settings) == ["postgresql://desk@host/office"]
    recent.forget(settings, "postgresql://desk@host/office")
    assert recent.recent(settings) == []
