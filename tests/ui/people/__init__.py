"""Signing in and the accounts."""
