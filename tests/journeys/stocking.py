"""Puts one of everything into a programme of its own beside those of the demo, so that every address of the site has
something to show. Run as a program in the data folder of the demo; its last line are the arguments of the addresses."""

from __future__ import annotations

import json
import os

import django

LATIN_SHEET = "Название,Дата,Город,Кто\nСеминар о слушании,2025-03-11,Ош,PS\n"


def stock() -> dict[str, dict[str, str]]:
    from kopuro.intake import actions as intake
    from kopuro.people.models import Account
    from kopuro.programme.actions import open_programme
    from kopuro.programme.queries import actor_of
    from tests.cast import NOW
    from tests.house.things import everything

    aida = Account.objects.get(username="aida")
    programme = open_programme(
        actor=actor_of(aida), at=NOW, member=aida, code="walk", title="Programme of the walk", countries=["KG", "KZ"]
    )
    things = everything(programme, aida, "of the walk")
    sheet = intake.take_in(
        actor=actor_of(aida), at=NOW, programme=programme, name="walk.csv", data=LATIN_SHEET.encode()
    )
    things["columns"] = {"key": sheet.key}
    return {name: {place: str(value) for place, value in takes.items()} for name, takes in things.items()}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kopuro.settings")
    django.setup()
    print(json.dumps(stock()))
