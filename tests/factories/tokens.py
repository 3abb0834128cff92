"""People with rights on pages, and the tokens that programs use in their name."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Page, Site

from cms.api.models import Token
from sites.models import Tenant

EDITOR = ("add", "change")
REVIEWER = ("add", "change", "publish", "lock", "unlock")


def make_person(username: str, rights: dict[Page, tuple[str, ...]], **values):
    """Somebody in a group that may open the admin and do what `rights` say on each page and below it.

    The group works for the sites of these pages, as provisioning would have it.
    """
    user = get_user_model().objects.create_user(username, password="cloud-over-gorge", **values)
    group = Group.objects.create(name=username)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(group)
    for page, actions in rights.items():
        tenant_of(page.get_site()).groups.add(group)
        for action in actions:
            permission = Permission.objects.get(codename=f"{action}_page", content_type__app_label="wagtailcore")
            GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    return user


def tenant_of(site: Site) -> Tenant:
    holds_others = Site.objects.exclude(pk=site.pk).filter(root_page__path__startswith=site.root_page.path).exists()
    return Tenant.objects.get_or_create(site=site, defaults={"oversees_all": holds_others})[0]


def make_token(user, site: Site, access: str = Token.Access.WRITE, **values) -> tuple[Token, str]:
    token = Token(user=user, site=site, access=access, **{"name": "同步程序", **values})
    return token, token.issue()


def bearer(secret: str) -> dict[str, str]:
    return {"authorization": f"Bearer {secret}"}
