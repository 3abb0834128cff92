from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "cms.editorial.cases"
    label = "cases"
    verbose_name = _("Cases")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for signal in (post_save, post_delete):
            signal.connect(recount, sender=self.get_model("CalendarDay"))


def recount(**kwargs: object) -> None:
    from cms.editorial.cases.handling import recount_deadlines

    recount_deadlines()
