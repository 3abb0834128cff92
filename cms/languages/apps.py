from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LanguagesConfig(AppConfig):
    name = "cms.languages"
    label = "languages"
    verbose_name = _("Languages")

    def ready(self) -> None:
        from cms.languages import english_checks, english_signals, following, glossary  # noqa: F401 - two register themselves

        following.register()
        glossary.register()
