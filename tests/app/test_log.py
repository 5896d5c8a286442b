"""What went wrong in the window is written down, and the file does not grow for ever."""

import logging

import pytest

from desk_app.app import log


@pytest.fixture
def logger():
    found = logging.getLogger("desk_app")
    before = list(found.handlers)
    yield found
    for handler in [handler for handler in found.handlers if handler not in before]:
        found.removeHandler(handler)
        handler.close()


def test_a_warning_is_written_down_and_nothing_is_made_without_one(tmp_path, logger):
    log.keep_log(tmp_path)
    log.keep_log(tmp_path)
    path = tmp_path / log.FILE_NAME
    logger.info("somebody's words")
    assert not path.exists()
    logger.error("unexpected: %s", "trace")
    assert path.read_text("utf-8").count("unexpected: trace") == 1


def test_it_does_not_grow_for_ever(tmp_path, logger, monkeypatch):
    monkeypatch.setattr(log, "LARGEST", 1000)
    log.keep_log(tmp_path)
    for _ in range(100):
        logger.error("x" * 50)
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 2100
