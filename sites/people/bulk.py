"""Wagtail's bulk actions on users, for colleagues only. Its own ask nothing about the single user (wagtail 8.0)."""

from django.contrib.auth.models import AbstractBaseUser
from django.forms import Form
from django.shortcuts import get_list_or_404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.log_actions import log
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, SetActiveStateBulkAction

from sites.isolation.owners import visible
from sites.isolation.people import assignable_groups, manageable


class _Colleagues:
    def get_queryset(self, model: type[AbstractBaseUser], object_ids: list[str]) -> list[AbstractBaseUser]:
        return get_list_or_404(visible(model, self.request.user), pk__in=object_ids)

    def check_perm(self, obj: AbstractBaseUser) -> bool:
        """Asked for each of the chosen; nobody does any of this to themselves."""
        user = self.request.user
        return super().check_perm(obj) and obj != user and manageable(user).filter(pk=obj.pk).exists()


class AssignRole(_Colleagues, AssignRoleBulkAction):
    def get_form(self, form_class: type[Form] | None = None) -> Form:
        form = super().get_form(form_class)
        form.fields["role"].queryset = assignable_groups(self.request.user).order_by("pk")
        form.fields["role"].label = _("Role")
        return form


class SetActiveState(_Colleagues, SetActiveStateBulkAction):
    @classmethod
    def execute_action(
        cls, objects: list[AbstractBaseUser], mark_as_active: bool = False, user: AbstractBaseUser = None, **kwargs
    ) -> tuple[int, int]:
        """One by one, so that whoever listens to changed users learns of it and each one's history has it."""
        for person in objects:
            person.is_active = mark_as_active
            person.save(update_fields=["is_active"])
            log(instance=person, action="wagtail.edit", user=user)
        return len(objects), 0


BULK_ACTIONS = (AssignRole, SetActiveState)


def forget_deletion() -> None:
    """Nobody deletes people by the dozen: whoever leaves is closed, and what they did stays on record."""
    bulk_action_registry.get_bulk_actions_for_model("users", "user")  # has the registry read all hooks
    del bulk_action_registry.actions["users"]["user"]["delete"]
