"""The language of a text by its small words and letters."""

import pytest

from kopuro.intake.rules.language import language_of
from kopuro.intake.rules.text import Text

TEXTS = [
    ("en", "The training was held in Osh for officers of the police and for teachers from the region."),
    ("ru", "Тренинг прошёл в Оше для сотрудников милиции и учителей из разных районов области."),
    ("fr", "La formation a été organisée à Och pour les agents de la police et des enseignants de la région."),
    ("kk", "Семинар Алматы қаласында өтті, оған құқық қорғау органдарының қызметкерлері және мұғалімдер қатысты."),
    ("ky", "Семинар Ош шаарында өттү, ага милиция кызматкерлери жана мугалимдер катышты, бул үчүн программа бар."),
    ("tg", "Семинар дар шаҳри Душанбе баргузор гардид ва дар он кормандони ҳифзи ҳуқуқ аз ноҳияҳо ширкат доштанд."),
    ("uz", "Seminar Toshkent shahrida bo‘lib o‘tdi va unda huquqni muhofaza qilish organlari xodimlari ham ishtirok etdi."),
    ("tk", "Okuw maslahaty Aşgabat şäherinde geçirildi we oňa ýurdumyzyň hukuk goraýjy edaralarynyň wekilleri gatnaşdylar bu barada."),
    ("de", "Der Workshop wurde in Osch für die Beamten der Polizei und Lehrer aus der Region mit dem Ministerium gehalten."),
    ("es", "El taller se celebró en la ciudad de Osh para los agentes de la policía y los maestros de las regiones con el ministerio."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "raw"), TEXTS)
def test_the_language_is_told(language, raw):
    assert language_of(Text(raw).lower) == language


@pytest.mark.parametrize("raw", ["", "12 34", "!!!", "Bishkek"])
def test_nothing_is_told_of_nothing(raw):
    assert language_of(Text(raw).lower) is None
