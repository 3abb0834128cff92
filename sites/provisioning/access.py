"""Groups and their permissions, brought in line with roles.py."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, GroupSitePermission, Page, Site

from cms.core.scripts import TRADITIONAL
from sites.models import Tenant
from sites.provisioning.library import SHARED
from sites.provisioning.run import Action, ProvisioningError, Run
from sites.registry import SiteEntry
from sites.roles import ACCESS_ADMIN, Grants, Role, roles_for

PAGE = "wagtailcore.Page"


class Permissions:
    """All permissions by model label and action, read once."""

    def __init__(self) -> None:
        self._by_name = {
            (permission.content_type.app_label, permission.codename): permission
            for permission in Permission.objects.select_related("content_type")
        }

    def named(self, app_label: str, codename: str) -> Permission:
        if (app_label, codename) not in self._by_name:
            message = _("The permission %(name)s of sites/roles.py does not exist. Run “manage.py migrate” first.")
            raise ProvisioningError(message % {"name": f"{app_label}.{codename}"})
        return self._by_name[app_label, codename]

    def of(self, grants: Grants) -> set[Permission]:
        wanted = set()
        for label, actions in grants.items():
            app_label, model = label.lower().split(".")
            wanted |= {self.named(app_label, f"{action}_{model}") for action in actions}
        return wanted


def group_name(entry: SiteEntry, role: Role) -> str:
    return f"{entry.short_name}{role.title}"


def find_group(run: Run, entry: SiteEntry, role: Role) -> Group | None:
    return Group.objects.filter(pk=run.records.get(f"{entry.slug}/group/{role.key}")).first()


def sync_groups(run: Run) -> None:
    """The groups of the sites that this run builds, and the prefecture's, whose rights reach every county."""
    permissions = Permissions()
    for entry in run.entries:
        if entry in run.selected or entry.is_prefecture:
            groups = [_sync_group(run, entry, role, permissions) for role in roles_for(entry.is_prefecture)]
            _sync_tenant(run, entry, groups)


def _sync_tenant(run: Run, entry: SiteEntry, groups: list[Group]) -> None:
    """Whose the site is. The site knows whether it is new, so nothing is noted here."""
    tenant, _created = Tenant.objects.update_or_create(
        site=run.sites[entry.slug],
        defaults={"collection": run.collections[entry.slug], "oversees_all": entry.is_prefecture},
    )
    tenant.groups.set(groups)


def _sync_group(run: Run, entry: SiteEntry, role: Role, permissions: Permissions) -> Group:
    group = find_group(run, entry, role)
    is_new = group is None
    if is_new:
        group, _created = Group.objects.get_or_create(name=group_name(entry, role))
        run.records.put(f"{entry.slug}/group/{role.key}", group.pk)
    counties = [slug for slug in run.sites if entry.is_prefecture and slug != entry.slug]
    home, site = run.homes[entry.slug], run.sites[entry.slug]
    changes = [
        *_sync_general(group, {permissions.named(*ACCESS_ADMIN.split(".")), *permissions.of(role.everywhere)}),
        *_sync(
            GroupPagePermission,
            "page",
            group,
            _pairs([home, *_written_translations(home)], permissions.of({PAGE: role.pages})),
        ),
        *_sync(
            GroupCollectionPermission,
            "collection",
            group,
            _pairs([run.collections[entry.slug]], permissions.of(role.own_collection))
            | _pairs([run.collections[SHARED]], permissions.of(role.shared_collection))
            | _pairs([run.collections[slug] for slug in counties], permissions.of(role.county_collections)),
        ),
        *_sync(
            GroupSitePermission,
            "site",
            group,
            _pairs([site], permissions.of(role.own_site))
            | _pairs([run.sites[slug] for slug in counties], permissions.of(role.county_sites)),
        ),
    ]
    if is_new:
        run.note(Action.CREATED, entry, _("group %(name)s") % {"name": group.name})
        return group
    for action, change in changes:
        run.note(action, entry, _("group %(name)s: %(what)s") % {"name": group.name, "what": _describe(change)})
    return group


def _written_translations(home: Page) -> list[Page]:
    """Home pages of the trees in which people write. Pages in traditional characters are derived: nobody edits them."""
    return list(home.get_translations().exclude(locale__language_code=TRADITIONAL))


def _pairs(objects: Iterable[Page | Collection | Site], permissions: set[Permission]) -> set[tuple[int, int]]:
    return {(each.pk, permission.pk) for each in objects for permission in permissions}


def _sync_general(group: Group, wanted: set[Permission]) -> list[tuple[Action, Permission]]:
    present = set(group.permissions.select_related("content_type"))
    if wanted == present:
        return []
    group.permissions.set(wanted)
    return [
        *((Action.CREATED, permission) for permission in wanted - present),
        *((Action.REMOVED, permission) for permission in present - wanted),
    ]


def _sync(model: type[Model], target: str, group: Group, wanted: set[tuple[int, int]]) -> list[tuple[Action, Model]]:
    """Adds and removes rows (group, target, permission) until they are exactly the wanted ones."""
    rows = {(getattr(row, f"{target}_id"), row.permission_id): row for row in model.objects.filter(group=group)}
    surplus = [rows[pair] for pair in rows.keys() - wanted]
    model.objects.filter(pk__in=[row.pk for row in surplus]).delete()
    missing = [
        model(group=group, permission_id=permission, **{f"{target}_id": number})
        for number, permission in wanted - rows.keys()
    ]
    model.objects.bulk_create(missing)
    return [*((Action.CREATED, row) for row in missing), *((Action.REMOVED, row) for row in surplus)]


def _describe(change: Permission | Model) -> str:
    if isinstance(change, Permission):
        return change.name
    target = getattr(change, "page", None) or getattr(change, "collection", None) or change.site
    return f"{change.permission.name} – {target}"
