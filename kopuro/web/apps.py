"""The one Django application: guards the database and keeps the search words when it starts."""

from __future__ import annotations

from django.apps import AppConfig


class Kopuro(AppConfig):
    name = "kopuro"
    label = "kopuro"
    verbose_name = "Kopuro"

    def ready(self) -> None:
        from kopuro.core import database, story  # noqa: PLC0415 - models exist only when the registry is ready
        from kopuro.people.queries import names_of_accounts  # noqa: PLC0415 - as above
        from kopuro.web import finding  # noqa: PLC0415 - as above

        database.install()
        finding.install()
        story.names_come_from(names_of_accounts)
