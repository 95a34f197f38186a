"""Typed readers of environment settings: a wrong value stops the start with a sentence instead of a surprise later."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from kopuro.core.problems import Problem

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


class Environment:
    """Reads `KOPURO_…` values; remembers which names were asked for, so that the documentation test can list them."""

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self.values = os.environ if values is None else values
        self.asked: dict[str, str] = {}

    def text(self, name: str, default: str = "") -> str:
        self.asked[name] = default
        return self.values.get(name, default).strip()

    def flag(self, name: str, default: bool) -> bool:
        raw = self.text(name, "1" if default else "0").lower()
        if raw in TRUE or raw in FALSE:
            return raw in TRUE
        raise Problem("settings.flag", f"{name} must be yes or no, but it is “{raw}”. Set it to 1 or 0.")

    def number(self, name: str, default: int, *, low: int, high: int) -> int:
        raw = self.text(name, str(default))
        if raw.lstrip("-").isdigit() and low <= int(raw) <= high:
            return int(raw)
        raise Problem(
            "settings.number",
            f"{name} must be a whole number from {low} to {high}, but it is “{raw}”. Mend or unset it.",
        )

    def words(self, name: str, default: str = "") -> list[str]:
        return [word.strip() for word in self.text(name, default).split(",") if word.strip()]

    def folder(self, name: str, default: Path) -> Path:
        raw = self.text(name, str(default))
        path = Path(raw).expanduser().resolve()
        if path.exists() and not path.is_dir():
            raise Problem(
                "settings.folder", f"{name} must name a folder, but “{path}” is a file. Choose another place."
            )
        return path

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        raw = self.text(name, default)
        if raw in allowed:
            return raw
        raise Problem("settings.choice", f"{name} must be one of {', '.join(allowed)}, but it is “{raw}”.")


def kept_secret(folder: Path) -> str:
    """The signing key of this installation, made once and kept readable for its owner alone."""
    path = folder / "secret.key"
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="ascii")
        return path.read_text(encoding="ascii").strip()
