from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from cms.users.models import PastPassword, User


class LengthValidator(MinimumLengthValidator):
    def get_error_message(self) -> str:
        """The help text says the same, and unlike the error message it is translated (Django 5.2)."""
        return self.get_help_text()


class PastPasswordValidator:
    """Refuses the passwords that somebody had last, as a record of 等保 asks for."""

    def __init__(self, count: int) -> None:
        self.count = count

    def validate(self, password: str, user: User | None = None) -> None:
        if user is None or user.pk is None:
            return
        past = PastPassword.objects.filter(user=user).order_by("-pk")[: self.count]
        # The current one was perhaps written without this validator: by a command, or before there was one.
        current = User.objects.filter(pk=user.pk).values_list("password", flat=True).first()
        if any(check_password(password, hashed) for hashed in {current, *(row.password for row in past)} if hashed):
            raise ValidationError(self.get_help_text(), code="password_was_used")

    def password_changed(self, password: str, user: User | None = None) -> None:
        """Called by Django after a new password has been saved."""
        PastPassword.objects.create(user=user, password=user.password)
        kept = PastPassword.objects.filter(user=user).order_by("-pk").values_list("pk", flat=True)[: self.count]
        PastPassword.objects.filter(user=user).exclude(pk__in=list(kept)).delete()

    def get_help_text(self) -> str:
        return ngettext(
            "Your password cannot be the last %(count)d that you used.",
            "Your password cannot be one of the last %(count)d that you used.",
            self.count,
        ) % {"count": self.count}
