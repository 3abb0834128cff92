from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Our own table from the first migration: a user model cannot be exchanged later."""

    class Meta(AbstractUser.Meta):
        verbose_name = _("user")
        verbose_name_plural = _("users")

    @property
    def display_name(self) -> str:
        """Chinese names are written family name first and without a space."""
        return f"{self.last_name}{self.first_name}".strip() or self.get_username()
