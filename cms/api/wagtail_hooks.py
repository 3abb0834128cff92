from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from cms.api.models import ISSUED, REVOKED, revoke_tokens_of
from cms.api.views import TokenCreateView, TokenIndexView, TokenRevokeView


@hooks.register("register_admin_urls")
def token_urls() -> list[URLPattern]:
    return [
        path("account/tokens/", TokenIndexView.as_view(), name="api_tokens"),
        path("account/tokens/new/", TokenCreateView.as_view(), name="api_token_add"),
        path("account/tokens/<int:token_id>/revoke/", TokenRevokeView.as_view(), name="api_token_revoke"),
    ]


@hooks.register("register_account_menu_item")
def token_menu_item(request: HttpRequest) -> dict[str, str]:
    return {
        "url": reverse("api_tokens"),
        "label": _("API tokens"),
        "help_text": _("Let a program read or write pages in your name."),
    }


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(ISSUED, gettext_lazy("Make API token"), gettext_lazy("API token made"))
    actions.register_action(REVOKED, gettext_lazy("Revoke API token"), gettext_lazy("API token revoked"))


@hooks.register("after_bulk_action")
def end_with_deactivated_accounts(request: HttpRequest, action_type: str, objects: list, action: object) -> None:
    """Wagtail deactivates many users at once without telling anybody else (8.0)."""
    users = get_user_model()
    if action_type == "set_active_state" and action.model is users:
        revoke_tokens_of(users.objects.filter(pk__in=[user.pk for user in objects], is_active=False))
