"""Demo logins: one person per role, all with one published password."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils.translation import gettext as _

from cms.settings.environment import env
from sites.provisioning.access import find_group, group_name
from sites.provisioning.run import Action, ProvisioningError, Run
from sites.registry import SiteEntry
from sites.roles import COUNTY_ROLES, PREFECTURE_ROLES

ADMIN = "admin"
ADMIN_NAME = "平台管理员"
# The prefecture's administrator is `admin`, who may do everything.
DEMO_PREFECTURE_ROLES = tuple(role for role in PREFECTURE_ROLES if role.key != "admin")


def demo_password() -> str:
    return env.str("DEMO_PASSWORD", "yunshang-demo")


def demo_usernames(entry: SiteEntry) -> list[str]:
    prefix = "prefecture" if entry.is_prefecture else entry.slug
    roles = DEMO_PREFECTURE_ROLES if entry.is_prefecture else COUNTY_ROLES
    return [f"{prefix}-{role.key}" for role in roles]


def refuse_demo_users_in_production() -> None:
    if not settings.ALLOW_DEMO_USERS:
        raise ProvisioningError(
            _("Demo users are refused here, because everybody knows their password. Create users in the admin instead.")
        )


def create_demo_users(run: Run) -> None:
    """Makes the missing ones; a user that was changed or deleted stays so."""
    # One hash for all: hashing thirty times would cost longer than building a site.
    password = make_password(demo_password())
    if run.prefecture in run.selected:
        _create(run, None, ADMIN, ADMIN_NAME, password, None)
    for entry in run.selected:
        roles = DEMO_PREFECTURE_ROLES if entry.is_prefecture else COUNTY_ROLES
        for role, username in zip(roles, demo_usernames(entry), strict=True):
            _create(run, entry, username, group_name(entry, role), password, find_group(run, entry, role))


def _create(run: Run, entry: SiteEntry | None, username: str, name: str, password: str, group: Group | None) -> None:
    record = f"user/{username}"
    if record in run.records:
        return
    users = get_user_model().objects
    user = users.filter(username=username).first()
    if user is None:
        everything = group is None
        user = users.create(
            username=username,
            email=f"{username}@example.com",
            last_name=f"{name}（演示）",
            password=password,
            is_superuser=everything,
            is_staff=everything,
        )
        if group:
            user.groups.add(group)
        run.note(Action.CREATED, entry, _("demo user %(name)s") % {"name": username})
    run.records.put(record, user.pk)
