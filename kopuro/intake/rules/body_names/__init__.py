"""Names of bodies not in any list, known by their head word: "Ministry of …", "Государственная служба …", "Direction générale de …".

Each reader walks the words once and extends a head word to the left and right by the habits of its language.
"""

from kopuro.intake.rules.body_names.english import english_bodies
from kopuro.intake.rules.body_names.found import Named
from kopuro.intake.rules.body_names.french import french_bodies
from kopuro.intake.rules.body_names.russian import russian_bodies

READERS = {"en": english_bodies, "ru": russian_bodies, "fr": french_bodies}

__all__ = ["READERS", "Named", "english_bodies", "french_bodies", "russian_bodies"]
