from django.core.checks import Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from cms.audit import triggers
from cms.audit.pruning import keep_days


@register()
def check_keep_days(app_configs, **kwargs) -> list[Error]:
    try:
        keep_days()
    except ImproperlyConfigured as error:
        return [Error(str(error), hint="Set it in the environment, in days.", id="audit.E001")]
    return []


@register(Tags.database)
def check_triggers(app_configs, databases=None, **kwargs) -> list[Warning]:
    """`manage.py check --database default`; also before every `migrate`, which then puts them in place."""
    lost = {name for alias in databases or () for name in triggers.missing(connections[alias])}
    if not lost:
        return []
    return [
        Warning(
            f"The database does not refuse to change rows that are only added: {', '.join(sorted(lost))}.",
            hint="Run “manage.py migrate”, which puts the triggers in place.",
            id="audit.W001",
        )
    ]
