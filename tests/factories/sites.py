"""A small family of sites: one above, two below, as the page tree of the platform has it."""

from typing import NamedTuple

from django.contrib.auth.models import Group
from wagtail.models import Page, Site

from sites.models import Tenant
from tests.factories.pages import HomePageFactory


class Family(NamedTuple):
    prefecture: Site
    lichuan: Site
    enshi: Site


def make_family() -> Family:
    """Replaces whatever sites the database holds."""
    Site.objects.all().delete()
    top = HomePageFactory(parent=Page.get_first_root_node(), title="恩施州", slug="family")
    prefecture = Site.objects.create(hostname="localhost", site_name="恩施州", root_page=top, is_default_site=True)
    lichuan, enshi = (
        Site.objects.create(
            hostname=f"{slug}.localhost", site_name=name, root_page=HomePageFactory(parent=top, title=name, slug=slug)
        )
        for slug, name in [("lichuan", "利川市"), ("enshi", "恩施市")]
    )
    return Family(prefecture, lichuan, enshi)


def works_for(group: Group, site: Site, oversees_all: bool = False) -> None:
    """People of the group belong to the site, as provisioning says of its groups: the guard lets nobody else in.

    `oversees_all`: as people of the prefecture, who see every site.
    """
    Tenant.objects.update_or_create(site=site, defaults={"oversees_all": oversees_all})[0].groups.add(group)
