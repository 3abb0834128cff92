from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _


class UsersConfig(AppConfig):
    name = "cms.users"
    label = "users"
    verbose_name = _("People with a login")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allauth.mfa.signals import authentication_failed

        from cms.users import door, guesses

        user_logged_in.connect(door.start, dispatch_uid="door")
        authentication_failed.connect(guesses.count_wrong_code, dispatch_uid="guesses")
