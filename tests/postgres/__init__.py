"""Tests of an office on a server. Without one, only what needs none is run."""
