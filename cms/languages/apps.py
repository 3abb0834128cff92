from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LanguagesConfig(AppConfig):
    name = "cms.languages"
    label = "languages"
    verbose_name = _("Languages")

    def ready(self) -> None:
        # Two of them register themselves.
        from cms.core.release import register_companion

        # Two of them register themselves.
        from cms.languages import audit, english_checks, english_signals, following, glossary  # noqa: F401
        from cms.languages.locks import waiting_locks

        register_companion(waiting_locks)
        audit.register()
        following.register()
        glossary.register()
