"""The one Django application: guards the database and keeps the search words when it starts."""

from __future__ import annotations

from django.apps import AppConfig


class Kopuro(AppConfig):
    name = "kopuro"
    label = "kopuro"
    verbose_name = "Kopuro"

    def ready(self) -> None:
        from kopuro.core import database  # noqa: PLC0415 - models exist only when the registry is ready
        from kopuro.web import finding  # noqa: PLC0415 - as above

        database.install()
        finding.install()
