"""Programs that sign in with a secret of their own, for which a row of ours stands."""

from typing import ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja.errors import HttpError
from ninja.security import HttpBearer

from cms.tv.secrets import digest_of, new_secret


class KeyHolder(models.Model):
    """Has one key at a time, and is ended but never deleted."""

    # Of its secrets; `register_prefix` names it to the door of the contract.
    prefix: ClassVar[str]

    digest = models.CharField(max_length=64, unique=True, editable=False)
    ended_at = models.DateTimeField(gettext_lazy("until"), null=True, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def is_key_in_force(cls, secret: str) -> bool:
        return cls._default_manager.filter(digest=digest_of(secret), ended_at=None).exists()

    def issue_key(self) -> str:
        """A new one, shown once; the one before opens nothing any more. Saves the row."""
        secret = new_secret(self.prefix)
        self.digest = digest_of(secret)
        self.save()
        return secret

    def end(self) -> None:
        self.ended_at = timezone.now()
        self.save(update_fields=["ended_at"])

    issue_key.alters_data = end.alters_data = True


class Bearer(HttpBearer):
    """`Authorization: Bearer <secret>`; 410 for a row that has ended."""

    def __init__(self, model: type[KeyHolder]) -> None:
        super().__init__()
        self.model = model

    def authenticate(self, request: HttpRequest, token: str) -> KeyHolder | None:
        row = self.model.objects.filter(digest=digest_of(token)).first()
        if row is not None and row.ended_at is not None:
            raise HttpError(410, _("This key has been ended. Ask for a new one."))
        return row
