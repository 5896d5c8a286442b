"""Registering, the card, its steps and its history."""
