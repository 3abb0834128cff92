from django.core.checks import Error, register
from django.core.exceptions import ImproperlyConfigured

from cms.audit.pruning import keep_days


@register()
def check_keep_days(app_configs, **kwargs) -> list[Error]:
    try:
        keep_days()
    except ImproperlyConfigured as error:
        return [Error(str(error), hint="Set it in the environment, in days.", id="audit.E001")]
    return []
