"""The import of a journal."""
