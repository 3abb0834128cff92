"""The admin of tokens: everybody's own. Superusers see all and can end them, but make only their own like the rest."""

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic

from cms.api.forms import TokenForm
from cms.api.models import Token
from cms.api.tokens import usable_sites


def tokens_for(user: AbstractBaseUser) -> QuerySet[Token]:
    tokens = Token.objects.select_related("site", "user")
    return tokens if user.is_superuser else tokens.filter(user=user)


def last_day(token: Token) -> str:
    return date_format(localtime(token.expires_at))


class OwnTokensView:
    """For everybody who may open the admin; which rows, `tokens_for` says."""

    model = Token
    header_icon = "key"
    index_url_name = "api_tokens"
    permission_policy = None


class RevokeColumn(Column):
    cell_template_name = "api/revoke_cell.html"


class TokenIndexView(OwnTokensView, generic.IndexView):
    page_title = _("API tokens")
    add_url_name = "api_token_add"
    add_item_label = _("New token")
    default_ordering = "-created_at"
    paginate_by = 50

    def get_base_queryset(self) -> QuerySet[Token]:
        return tokens_for(self.request.user)

    @cached_property
    def columns(self) -> list[Column]:
        user = [Column("user", label=_("User"))] if self.request.user.is_superuser else []
        return [
            Column("name", label=_("Purpose")),
            *user,
            Column("site", label=_("Site")),
            Column("access", label=_("What it may do"), accessor="get_access_display"),
            # Wagtail's column of dates knows only how long ago something was.
            Column("expires_at", label=_("Expires"), sort_key="expires_at", accessor=last_day),
            DateColumn("last_used_at", label=_("Last used"), sort_key="last_used_at"),
            Column("status", label=_("State")),
            # Not named like the method: a column calls what it finds under its name.
            RevokeColumn("pk", label=_("Revoke")),
        ]

    def get_add_url(self) -> str | None:
        return super().get_add_url() if usable_sites(self.request.user) else None


class TokenCreateView(OwnTokensView, generic.CreateView):
    form_class = TokenForm
    page_title = _("New token")
    add_url_name = "api_token_add"

    def get_form_kwargs(self) -> dict:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def save_instance(self) -> Token:
        self.secret = self.form.instance.issue(self.form.cleaned_data["days"])
        return self.form.instance

    def save_action(self) -> HttpResponse:
        """The answer itself shows the secret, so that it lies nowhere until somebody comes to read it."""
        context = {"page_title": _("Token made"), "header_icon": "key", "token": self.object, "secret": self.secret}
        return TemplateResponse(self.request, "api/token_made.html", context)


class TokenRevokeView(OwnTokensView, generic.DeleteView):
    pk_url_kwarg = "token_id"
    page_title = _("Revoke token")
    template_name = "api/confirm_revoke.html"
    delete_url_name = "api_token_revoke"
    success_message = _("Token “%(object)s” is revoked.")
    confirmation_message = _("A program that still uses it will be refused at once. This cannot be undone.")

    def get_queryset(self) -> QuerySet[Token]:
        return tokens_for(self.request.user).filter(revoked_at=None)

    def delete_action(self) -> None:
        self.object.revoke(by=self.request.user)
