"""The administration: the office's own data, edited by those who run it."""
