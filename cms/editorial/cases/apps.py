from django.apps import AppConfig
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "cms.editorial.cases"
    label = "cases"
    verbose_name = _("Cases")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.audit.subjects import register_site_finder

        for name in ("Track", "CaseEntry"):
            register_site_finder(self.get_model(name), site_of_part)
        for signal in (post_save, post_delete):
            signal.connect(recount, sender=self.get_model("CalendarDay"))


def site_of_part(part: Model) -> int:
    """Readers of a site's audit see what happened to the parts of its cases too."""
    return part.case.site_id


def recount(**kwargs: object) -> None:
    from cms.editorial.cases.handling import recount_deadlines

    recount_deadlines()
