"""The rules of the office. Standard library only."""
