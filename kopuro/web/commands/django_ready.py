"""Starts Django for a subcommand that needs the record."""

from __future__ import annotations

import os

import django


def ready() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kopuro.settings")
    django.setup()
