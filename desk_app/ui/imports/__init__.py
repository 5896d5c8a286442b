"""Sheets and pasted rows taken in: which column is which, what they would do, then the doing."""
