"""Heartbeats beside an office file as another program would write them."""

import json
from pathlib import Path

from desk_app.storage.presence import folder_of


def told(office: Path, key: str, **changed: object) -> Path:
    """Write a heartbeat as another program would."""
    said = {"person": 3, "name": "Кто-то", "host": "pc", "editing": [], "beat": 1, "held": False, "version": "1"}
    path = folder_of(office) / f"{key}.json"
    path.write_text(json.dumps({**said, "since": "2026-11-20T09:30:00+00:00", **changed}, ensure_ascii=False), "utf-8")
    return path
