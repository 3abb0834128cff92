from django.core.checks import Tags, Warning, register
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from cms.editorial.gate.triggers import has_tables, missing_triggers


@register(Tags.database)
def check_triggers(app_configs, databases=None, **kwargs) -> list[Warning]:
    """`manage.py check --database default`; also before every `migrate`, which then puts them in place."""
    lost = {name for alias in databases or () for name in _missing(connections[alias])}
    if not lost:
        return []
    return [
        Warning(
            f"The database does not guard the gate: {', '.join(sorted(lost))}.",
            hint="Run “manage.py migrate”, which puts the triggers in place.",
            id="gate.W001",
        )
    ]


def _missing(connection: BaseDatabaseWrapper) -> set[str]:
    return missing_triggers(connection) if has_tables(connection) else set()
