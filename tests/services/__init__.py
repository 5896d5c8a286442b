"""Tests of the verbs, on a real office file."""
