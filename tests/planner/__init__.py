"""Tests of the search for a plan: the real solver, small months."""
