"""Programs that sign in with a secret of their own."""

from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.errors import HttpError
from ninja.security import HttpBearer

from cms.tv.secrets import digest_of


class Bearer(HttpBearer):
    """`Authorization: Bearer <secret>`, of a row of the model with `digest` and `ended_at`; 410 for one that ended."""

    def __init__(self, model: type[Model]) -> None:
        super().__init__()
        self.model = model

    def authenticate(self, request: HttpRequest, token: str) -> Model | None:
        row = self.model.objects.filter(digest=digest_of(token)).first()
        if row is not None and row.ended_at is not None:
            raise HttpError(410, _("This key has been ended. Ask for a new one."))
        return row
