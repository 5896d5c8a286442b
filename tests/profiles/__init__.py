"""Profiles: what is shipped works, and what cannot work is refused by name."""
