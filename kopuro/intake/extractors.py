"""Which extractor reads: the rules, or a language model where an installation has chosen one (KOPURO_MODEL)."""

from __future__ import annotations

from django.conf import settings

from kopuro.intake.rules.extractor import Extractor, RulesExtractor


def chosen_extractor() -> Extractor:
    if not settings.MODEL:
        return RulesExtractor()
    from kopuro.intake.model_extractor import ModelExtractor  # noqa: PLC0415 - its library is optional

    return ModelExtractor(settings.MODEL, address=settings.MODEL_URL, key=settings.MODEL_KEY)
