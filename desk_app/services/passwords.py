"""Passwords: Argon2id, 64 MiB, three passes, four lanes."""

import os
from typing import Final

from desk_app.domain.errors import BadInput

SHORTEST: Final = 8
"""Shortest password taken, in characters."""


def hashed(password: str) -> str:
    """Return the PHC text of `password` with a fresh salt. Raises BadInput for one that is too short."""
    if len(password) < SHORTEST:
        raise BadInput("A password needs at least {shortest} characters.", field="password", shortest=SHORTEST)
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # only where a password is: it takes its time

    kdf = Argon2id(salt=os.urandom(16), length=32, iterations=3, lanes=4, memory_cost=64 * 1024)
    return kdf.derive_phc_encoded(_bytes(password))


def matches(password: str, phc: str) -> bool:
    """Tell whether `password` is the one that `phc` was made of."""
    from cryptography.exceptions import InvalidKey
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    try:
        Argon2id.verify_phc_encoded(_bytes(password), phc)
    except InvalidKey:
        return False
    return True


def _bytes(password: str) -> bytes:
    """Return `password` as bytes, also when a terminal gave what is no text."""
    return password.encode("utf-8", "surrogatepass")
