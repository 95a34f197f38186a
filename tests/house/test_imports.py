"""The house keeps its one direction: imports by contract, foreign keys by the order of packages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from django.apps import apps
from django.db import models

from kopuro import PACKAGES

ROOT = Path(__file__).resolve().parents[2]


def package_of(model: type[models.Model]) -> str:
    return model.__module__.split(".")[1]


def upward(kinds) -> list[str]:
    """Foreign keys that name a class of a later package."""
    found = []
    for model in kinds:
        for field in model._meta.get_fields():
            target = getattr(field, "remote_field", None) and field.related_model
            if field.auto_created or not target or not getattr(target, "__module__", "").startswith("kopuro."):
                continue
            if PACKAGES.index(package_of(target)) > PACKAGES.index(package_of(model)):
                found.append(f"{model.__name__}.{field.name} -> {target.__name__}")
    return found


def test_foreign_keys_respect_the_order_of_packages():
    assert upward(apps.get_app_config("kopuro").get_models()) == []


def test_a_foreign_key_across_packages_names_the_class():
    for source in ROOT.glob("kopuro/*/models.py"):
        for line in source.read_text().splitlines():
            if "ForeignKey(" in line or "ManyToManyField(" in line or "OneToOneField(" in line:
                named = line.split("Field(" if "Field(" in line else "ForeignKey(")[1].split(",")[0].strip()
                assert not named.startswith('"') or named == '"self"', f"{source}: {line.strip()}"


def test_the_import_contracts_are_kept():
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:]


def test_the_packages_stand_in_the_order_of_the_contract():
    text = (ROOT / "pyproject.toml").read_text()
    block = text.split('type = "layers"\nlayers = [')[1].split("]")[0]
    layers = [name.split(".")[-1] for name in block.replace("|", "\n").replace('"', "").replace(",", "").split()]
    assert sorted(layers) == sorted(PACKAGES)
    order = [PACKAGES.index(name) for name in layers if name not in ("reporting", "intake")]
    assert order == sorted(order, reverse=True)
