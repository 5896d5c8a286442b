"""Tests of printed reports."""
