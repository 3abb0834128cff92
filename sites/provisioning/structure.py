"""Locales, home pages, Site rows and settings rows."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Site, Workflow

from cms.pages.standard.models import HomePage
from cms.sitewide.models import SiteFooter, SiteIdentity, SiteMenu
from sites.provisioning.run import Action, ProvisioningError, Run
from sites.provisioning.starter import common_for, load_home
from sites.provisioning.values import fill
from sites.registry import SiteEntry, public_port

STOCK_GROUPS = ("Moderators", "Editors")
STOCK_WORKFLOW = "Moderators approval"


def build_locales(run: Run) -> None:
    for code, _label in settings.WAGTAIL_CONTENT_LANGUAGES:
        _locale, created = Locale.objects.get_or_create(language_code=code)
        if created:
            run.note(Action.CREATED, None, _("locale %(code)s") % {"code": code})


def remove_welcome_page(run: Run) -> None:
    """Wagtail's first migrations leave a page, the default site, two groups with rights on everything and a workflow.

    The workflow's only task belongs to one of these groups: a page submitted to it would wait for nobody.
    """
    welcome = Page.objects.filter(
        depth=2, slug="home", numchild=0, latest_revision=None, content_type__model="page"
    ).first()
    if welcome is None:
        return
    welcome.delete()
    run.note(Action.REMOVED, None, _("Wagtail's welcome page and default site"))
    for group in Group.objects.filter(name__in=STOCK_GROUPS, user=None):
        run.note(Action.REMOVED, None, _("Wagtail's group %(name)s") % {"name": group.name})
        group.delete()
    for workflow in Workflow.objects.filter(name=STOCK_WORKFLOW, active=True):
        if not any(task.specific.groups.exists() for task in workflow.tasks):
            run.note(Action.REMOVED, None, _("Wagtail's workflow %(name)s") % {"name": workflow.name})
            workflow.deactivate()


def find_existing(run: Run) -> None:
    """Pages, home pages and sites of earlier runs, also of the entries that this run leaves alone."""
    run.records.lock_and_read()
    run.page_ids = set(Page.objects.values_list("pk", flat=True))
    for entry in run.entries:
        home = HomePage.objects.filter(pk=run.records.get(f"{entry.slug}/home")).first()
        if home is None:
            continue
        run.homes[entry.slug] = home
        site = Site.objects.filter(root_page_id=home.pk).first()
        if site is not None:
            run.sites[entry.slug] = site


def refuse_orphans(run: Run) -> None:
    """A county's pages lie below the prefecture's home page."""
    first = run.prefecture
    if first.slug not in run.homes and first not in run.selected:
        message = _("The prefecture's site “%(slug)s” must be there first. Run the command without --only.")
        raise ProvisioningError(message % {"slug": first.slug})


def refuse_foreign_hosts(run: Run) -> None:
    """A host name of the registry that somebody gave to a site outside of it."""
    hosts = {entry.hostname: entry.slug for entry in run.selected}
    foreign = Site.objects.filter(hostname__in=hosts).exclude(pk__in=[site.pk for site in run.sites.values()])
    if problems := [
        _("“%(host)s”, the host name of “%(slug)s”, belongs to another site in the admin: “%(site)s”.")
        % {"host": site.hostname, "slug": hosts[site.hostname], "site": site}
        for site in foreign
    ]:
        advice = _("Delete that site under Settings > Sites, or change the host name in sites/registry.toml.")
        raise ProvisioningError("\n".join([*problems, advice]))


def build_home(run: Run, entry: SiteEntry) -> bool:
    """Makes sure of the home page; True when it had to be made."""
    if entry.slug in run.homes:
        return False
    if f"{entry.slug}/home" in run.records:
        # The registry says that this site exists, so a deleted home page means: build it again.
        run.records.forget(f"{entry.slug}/")
        run.sites.pop(entry.slug, None)
    parent = Page.get_first_root_node() if entry.is_prefecture else run.homes[entry.parent]
    parent.refresh_from_db()
    existing = HomePage.objects.child_of(parent).filter(slug=entry.slug).first()
    if existing is None and Page.objects.child_of(parent).filter(slug=entry.slug).exists():
        message = _("A page that is no home page stands at %(path)s. Give it another address in the admin.")
        raise ProvisioningError(message % {"path": f"{parent.url_path}{entry.slug}/"})
    home = existing or parent.add_child(instance=_new_home(run, entry))
    run.homes[entry.slug] = home
    run.records.put(f"{entry.slug}/home", home.pk)
    if existing is None:
        run.note(Action.CREATED, entry, _("home page %(title)s") % {"title": home.title})
    return existing is None


def _new_home(run: Run, entry: SiteEntry) -> HomePage:
    return HomePage(
        title=entry.name_zh_hans,
        seo_title=f"{entry.brand_name} - {entry.name_zh_hans}",
        slug=entry.slug,
        summary=entry.tagline,
        motto=load_home(entry).get("motto", entry.tagline),
        lead_image_id=run.images.get(entry.slug),
        locale=Locale.get_default(),
    )


def sync_site(run: Run, entry: SiteEntry) -> None:
    """Host name and port follow the registry. No site is the default, so that unknown hosts get a 404."""
    wanted = {
        "hostname": entry.hostname,
        "port": public_port(),
        "is_default_site": False,
    }
    site = run.sites.get(entry.slug) or Site.objects.filter(root_page_id=run.homes[entry.slug].pk).first()
    if site is None:
        _make_room(run, entry)
        site = Site.objects.create(root_page_id=run.homes[entry.slug].pk, site_name=entry.name_zh_hans, **wanted)
        run.note(Action.CREATED, entry, _("site %(url)s") % {"url": site.root_url})
    elif different := {name: value for name, value in wanted.items() if getattr(site, name) != value}:
        _make_room(run, entry)
        before = site.root_url
        for name, value in different.items():
            setattr(site, name, value)
        site.save()
        run.note(Action.CHANGED, entry, _("address %(old)s is now %(new)s") % {"old": before, "new": site.root_url})
    run.sites[entry.slug] = site


def _make_room(run: Run, entry: SiteEntry) -> None:
    """Two sites may swap host names: the other one steps aside until its turn comes."""
    selected = {each.slug for each in run.selected}
    for slug, other in run.sites.items():
        if slug == entry.slug or other.hostname != entry.hostname:
            continue
        if slug not in selected:
            message = _("“%(host)s” still belongs to “%(other)s”. Run the command without --only to move both.")
            raise ProvisioningError(message % {"host": entry.hostname, "other": slug})
        other.hostname = f"{slug}.invalid"
        other.save()


def build_settings(run: Run, entry: SiteEntry, pages: dict[str, int]) -> None:
    """Settings rows are made once; from then on they belong to the site's administrators."""
    site = run.sites[entry.slug]
    common = common_for(entry)
    links = [{"type": "link", "value": link} for link in common.footer_links if link["page"] in pages]
    footer = {**common.footer, "links": links}
    for model, values in ((SiteIdentity, _identity(entry)), (SiteFooter, footer), (SiteMenu, {})):
        if not model.objects.filter(site=site).exists():
            row = fill(model(site=site), values, run.images, pages, f"{entry.slug}: {model.__name__}")
            row.save()
            run.note(Action.CREATED, entry, str(model._meta.verbose_name))


def _identity(entry: SiteEntry) -> dict:
    return {
        "brand_name": entry.brand_name,
        "brand_name_en": entry.brand_name_en,
        "full_name": entry.name_zh_hans,
        "short_name": entry.short_name,
        "short_name_en": entry.short_name_en,
        "name_en": entry.name_en,
        "name_hant": entry.name_zh_hant,
        "tagline": entry.tagline,
        "tagline_en": entry.tagline_en,
        "theme": entry.theme,
        "division_code": entry.division_code,
        "site_id_code": entry.site_id_code,
        "latitude": entry.latitude,
        "longitude": entry.longitude,
    }
