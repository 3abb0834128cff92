from functools import cached_property, partial

from django.contrib.auth.models import AbstractBaseUser, Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, DateColumn, StatusTagColumn
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.users.views import users

from cms.core.scoped_views import ScopedView
from cms.users.links import GIVEN
from sites.isolation.owners import narrow
from sites.isolation.people import manageable
from sites.isolation.scope import scope_of
from sites.people.letters import send_password_link
from sites.people.sign_in import awaits_first_visit, start_afresh, status_of


class PersonView(ScopedView):
    """Shows colleagues, and changes only those whom the viewer looks after. The viewset puts it before every view."""

    reset_url_name = None

    def get_object(self, *args, **kwargs) -> AbstractBaseUser:
        """Raises PermissionDenied for a colleague whom somebody else looks after, Http404 for everybody beyond."""
        person = super().get_object(*args, **kwargs)
        action = self.permission_required
        if action in {"change", "delete"} and not self.user_has_permission_for_instance(action, person):
            raise PermissionDenied
        return person

    def may_reset(self, person: AbstractBaseUser) -> bool:
        return person.is_active and bool(person.email) and person != self.request.user

    def reset_label(self, person: AbstractBaseUser) -> str:
        return _("Send the invitation again") if awaits_first_visit(person) else _("Reset sign-in")

    def get_reset_url(self, person: AbstractBaseUser) -> str:
        return reverse(self.reset_url_name, args=[person.pk])


class IndexView(users.IndexView):
    add_item_label = gettext_lazy("Invite somebody")

    @cached_property
    def _manageable(self) -> set[int]:
        return set(manageable(self.request.user).values_list("pk", flat=True))

    @cached_property
    def columns(self) -> list[Column]:
        name = self._get_title_column_class(users.UserColumn)
        columns = [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="user"),
            name(
                "name",
                accessor="display_name",
                label=_("Full name"),
                sort_key="name",
                get_url=self.get_edit_url,
                width="30%",
            ),
            Column("username", label=_("Username"), sort_key="username"),
            Column("roles", label=_("Roles"), accessor=self._roles_of),
            StatusTagColumn("status", label=_("Status"), accessor=status_of, primary=lambda person: person.is_active),
            DateColumn("last_login", label=_("Last login"), sort_key="last_login"),
        ]
        if scope_of(self.request.user).unrestricted:
            columns.insert(3, Column("sites", label=_("Site"), accessor=self._sites_of))
        return columns

    @staticmethod
    def _roles_of(person: AbstractBaseUser) -> str:
        roles = [group.name for group in person.groups.all()]
        return "、".join([_("Platform administrator")] * person.is_superuser + roles)

    @staticmethod
    def _sites_of(person: AbstractBaseUser) -> str:
        names = (tenant.site.site_name for group in person.groups.all() for tenant in group.tenants.all())
        return "、".join(dict.fromkeys(names))

    def get_base_queryset(self) -> QuerySet[AbstractBaseUser]:
        # Of a colleague who works for another county too, that county's roles are not shown.
        groups = narrow(Group.objects.order_by("pk"), self.request.user)
        return super().get_base_queryset().prefetch_related(Prefetch("groups", groups), "groups__tenants__site")

    def get_edit_url(self, instance: AbstractBaseUser) -> str | None:
        return super().get_edit_url(instance) if instance.pk in self._manageable else None

    def get_list_more_buttons(self, instance: AbstractBaseUser) -> list[MenuItem]:
        buttons = super().get_list_more_buttons(instance)
        if instance.pk in self._manageable and self.may_reset(instance):
            buttons.append(
                MenuItem(self.reset_label(instance), url=self.get_reset_url(instance), icon_name="key", priority=15)
            )
        return buttons


class InviteView(users.CreateView):
    page_title = page_subtitle = gettext_lazy("Invite somebody")
    submit_button_label = gettext_lazy("Send invitation")
    submit_button_active_label = gettext_lazy("Sending…")
    success_message = gettext_lazy("“%(object)s” has been invited. The mail with the link is on its way.")

    def get_form_kwargs(self) -> dict:
        return {**super().get_form_kwargs(), "administrator": self.request.user}

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        *above, here = super().get_breadcrumbs_items()
        return [*above, {**here, "label": self.page_title}]

    def save_instance(self) -> AbstractBaseUser:
        person = super().save_instance()
        transaction.on_commit(partial(send_password_link.enqueue, person.pk, self.request.user.pk, True))
        return person


class EditView(users.EditView):
    def get_form_kwargs(self) -> dict:
        kwargs = super().get_form_kwargs()
        # The form sees for itself whether somebody edits themselves.
        del kwargs["editing_self"]
        return {**kwargs, "administrator": self.request.user}

    def save_instance(self) -> AbstractBaseUser:
        """The old address is told by cms.users, for whoever can change an address can take over the account."""
        person = super().save_instance()
        if "email" in self.form.changed_data and awaits_first_visit(person):
            # The link that was sent to the old address has ended with it.
            transaction.on_commit(partial(send_password_link.enqueue, person.pk, self.request.user.pk, True))
        return person

    def get_usage_url(self) -> str | None:
        """None for counties: the guard keeps the list of all that refers to a person for the prefecture."""
        return super().get_usage_url() if scope_of(self.request.user).unrestricted else None

    def get_context_data(self, **kwargs) -> dict:
        person = self.object
        reset = {"url": self.get_reset_url(person), "label": self.reset_label(person)}
        return super().get_context_data(
            reset=reset if self.may_reset(person) else None, status=status_of(person), **kwargs
        )


class ResetView(PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, TemplateView):
    """Lets somebody start anew who has lost password or second factor, or never got the invitation."""

    permission_required = "change"
    index_url_name = edit_url_name = None

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.may_reset(self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        person = self.object
        is_invitation = awaits_first_visit(person)
        with transaction.atomic():
            start_afresh(person, request.user)
            transaction.on_commit(partial(send_password_link.enqueue, person.pk, request.user.pk, is_invitation))
        message = _("“%(name)s” gets a mail with a link for setting a password.")
        messages.success(request, message % {"name": person.display_name})
        return redirect(self.index_url_name)

    def get_page_title(self) -> str:
        return self.reset_label(self.object)

    def get_page_subtitle(self) -> str:
        return self.object.display_name

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Users")},
            {"url": reverse(self.edit_url_name, args=[self.object.pk]), "label": self.object.display_name},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs) -> dict:
        person = self.object
        hours = GIVEN.total_seconds() // 3600
        return super().get_context_data(
            person=person, is_invitation=awaits_first_visit(person), hours=int(hours), **kwargs
        )
