"""Who looks after whom. Seeing colleagues is `owners`; this is about changing them and about the groups one may give.

Derived from the groups through which somebody holds the right to change users: an administrator of one county who is
an editor of another looks after the first county's people only.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

from sites.isolation.owners import visible
from sites.models import Tenant


def administered_tenants(user: AbstractBaseUser) -> QuerySet[Tenant]:
    """The sites whose people the person looks after; all of them for who does so for the prefecture."""
    if not user.is_active:
        return Tenant.objects.none()
    right = Permission.objects.filter(
        content_type=ContentType.objects.get_for_model(get_user_model()), codename="change_user"
    )
    groups = user.groups.filter(permissions__in=right)
    own = Tenant.objects.filter(pk__in=Tenant.groups.through.objects.filter(group__in=groups).values("tenant"))
    return Tenant.objects.all() if user.is_superuser or own.filter(oversees_all=True).exists() else own


def assignable_groups(user: AbstractBaseUser) -> QuerySet[Group]:
    """The groups that the person may put others into: nothing that reaches beyond the sites they look after."""
    if user.is_active and user.is_superuser:
        return Group.objects.all()
    memberships = Tenant.groups.through.objects
    tenants = administered_tenants(user).values("pk")
    return Group.objects.filter(pk__in=memberships.filter(tenant__in=tenants).values("group")).exclude(
        pk__in=memberships.exclude(tenant__in=tenants).values("group")
    )


def manageable(user: AbstractBaseUser) -> QuerySet[AbstractBaseUser]:
    """The people whom the person may change: nobody who can do more somewhere than the person may hand out."""
    people = get_user_model().objects.all()
    if user.is_active and user.is_superuser:
        return people
    if not user.has_perm("users.change_user"):
        return people.none()
    groups = assignable_groups(user)
    beyond = Group.objects.exclude(pk__in=groups.values("pk"))
    reach = people.filter(is_superuser=False, user_permissions=None).exclude(groups__in=beyond)
    if administered_tenants(user).filter(oversees_all=True).exists():
        return reach
    return reach.filter(pk__in=people.filter(groups__in=groups).values("pk"))


class PeoplePolicy(ModelPermissionPolicy):
    """Wagtail's own asks for the permission only and then shows and changes everybody (wagtail 8.0)."""

    def instances_user_has_any_permission_for(
        self, user: AbstractBaseUser, actions: set[str]
    ) -> QuerySet[AbstractBaseUser]:
        held = {action for action in actions if self.user_has_permission(user, action)}
        if "view" in held:
            return visible(self.model, user)
        return manageable(user) if held & {"change", "delete"} else self.model.objects.none()

    def user_has_permission_for_instance(self, user: AbstractBaseUser, action: str, instance: AbstractBaseUser) -> bool:
        return self.instances_user_has_any_permission_for(user, {action}).filter(pk=instance.pk).exists()
