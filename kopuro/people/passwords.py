"""Argon2 with the parameters measured in docs/adr/0003: thirty sign-ins at once stay below a second and a gigabyte."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    time_cost = 1
    memory_cost = 46 * 1024
    parallelism = 1
