"""What every test of a window gets."""

from tests.support.desk import desk, office_path

__all__ = ["desk", "office_path"]
