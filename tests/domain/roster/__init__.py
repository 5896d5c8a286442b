"""Tests of the month's duty."""
