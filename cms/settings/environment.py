"""Typed reading of environment variables; the table of all of them is in the README."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


class Environment:
    """Reads variables by type; a required one that is missing stops the start with its name."""

    def str(self, name: str, default: str | None = None) -> str:
        value = os.environ.get(name, "").strip() or default
        if value is None:
            raise ImproperlyConfigured(
                f"The environment variable {name} is required. The README's table of variables says what it means."
            )
        return value

    def bool(self, name: str, default: bool) -> bool:
        value = os.environ.get(name)
        if value is None:
            return default
        if value.strip().lower() in TRUE | FALSE:
            return value.strip().lower() in TRUE
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")

    def int(self, name: str, default: int) -> int:
        value = self.str(name, str(default))
        try:
            return int(value)
        except ValueError:
            raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None

    def list(self, name: str, default: list[str] | None = None) -> list[str]:
        """Comma-separated values, blanks removed."""
        value = self.str(name, None if default is None else ",".join(default))
        return [part.strip() for part in value.split(",") if part.strip()]

    def path(self, name: str, default: Path) -> Path:
        return Path(self.str(name, str(default))).expanduser().resolve()


env = Environment()
