"""Loads the shipped profiles into an office."""
