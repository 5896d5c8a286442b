"""Profiles: offices described as TOML, shipped with the program or written by an office itself."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desk_app.domain.errors import BadInput, Unavailable
from desk_app.domain.office import OfficeSeed
from desk_app.profiles.read import seed_of, spoken_by, text_of
from desk_app.profiles.rules import check_seed
from desk_app.resources import resource


@dataclass(frozen=True, slots=True)
class ProfileSummary:
    """What the choice of a profile shows: its name, two lines about it, and the languages it speaks."""

    code: str
    name: str
    about: str
    languages: tuple[str, ...]


def shipped(language: str) -> list[ProfileSummary]:
    """Return the profiles that come with the program, in `language`."""
    return [_summary(parsed(path), language) for path in sorted(resource("profiles").glob("*.toml"))]


def load(profile: str | Path, language: str, name: str = "") -> OfficeSeed:
    """Return the office that a shipped profile, or the TOML file at a path, describes in `language`.

    `name` is the office's own; without it the profile's. Raises BadInput that names what is wrong with it.
    """
    seed = seed_of(parsed(_path(profile)), language, name)
    check_seed(seed)
    return seed


def _path(profile: str | Path) -> Path:
    if isinstance(profile, Path) or profile.endswith(".toml"):
        return Path(profile)
    known = [path.stem for path in sorted(resource("profiles").glob("*.toml"))]
    if profile not in known:
        raise BadInput(
            "There is no profile “{profile}”. Choose one of: {known}; or give the path of a .toml file.",
            field="profile",
            profile=profile,
            known=", ".join(known),
        )
    return resource("profiles", f"{profile}.toml")


def parsed(path: Path) -> dict[str, Any]:
    """Return the TOML at `path`. Raises BadInput, Unavailable."""
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(
            "The profile {name} is not readable TOML: {reason}.", field="profile", name=path.name, reason=str(error)
        ) from None
    except OSError:
        raise Unavailable("The profile {path} cannot be read. Check the path.", path=path) from None


def _summary(profile: dict[str, Any], language: str) -> ProfileSummary:
    languages = spoken_by(profile)
    spoken = language if language in languages else languages[0]
    return ProfileSummary(
        profile["code"],
        text_of(profile["name"], spoken, "name"),
        text_of(profile["about"], spoken, "about"),
        languages,
    )
