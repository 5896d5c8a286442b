"""Passwords: Argon2id, 64 MiB, three passes, four lanes (as `security.md` asks)."""

import os

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from desk_app.domain.errors import BadInput

SHORTEST = 8
"""Shortest password taken, in characters."""
