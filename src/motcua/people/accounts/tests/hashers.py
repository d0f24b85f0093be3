"""Argon2 made quick, for tests that are not about its cost."""

from django.contrib.auth.hashers import Argon2PasswordHasher

QUICK = [f"{__name__}.QuickHasher"]


class QuickHasher(Argon2PasswordHasher):
    """The same algorithm with the least memory and time."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
