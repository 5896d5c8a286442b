"""What every test of the glue gets."""

from tests.support.desk import desk, office_path

__all__ = ["desk", "office_path"]
