"""Nine sites in which three have everything an admin can show: Lichuan's own, Badong's, the prefecture's."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import CharField, F, Model, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from wagtail.models import Collection, Page, Site

from cms.pages.standard.models import HomePage
from sites.models import ProvisionedObject
from tests.factories.gate import behind_the_gate
from tests.sites.isolation.crawler.marks import BADONG_LETTER, OWN_LETTER, PREFECTURE_LETTER

COUNTY_PERSONAS = ["lichuan-editor", "lichuan-reviewer", "lichuan-admin"]


@dataclass
class Place:
    """One site with its things. `ids` holds primary keys by kind; the first of a kind belong together."""

    slug: str
    letter: str
    site: Site
    homes: list[Page]
    collection: Collection
    groups: list[Group]
    users: list[Model]
    ids: dict[str, list[object]] = field(default_factory=lambda: defaultdict(list))

    @property
    def home(self) -> Page:
        return self.homes[0]

    def keep(self, instance: Model, *kinds: str) -> Model:
        for kind in kinds or [instance._meta.model_name]:
            self.ids[kind].append(instance.pk)
        return instance

    def first(self, kind: str) -> object:
        return self.ids[kind][0]

    def user(self, role: str) -> Model:
        """The demo user of a role; the prefecture has no administrator among them."""
        name = "prefecture" if self.slug == "enshi-zhou" else self.slug
        return next(user for user in self.users if user.username == f"{name}-{role}")


@dataclass
class World:
    own: Place
    others: list[Place]
    # What belongs to all sites, and what no county may touch: primary keys by kind.
    common: dict[str, list[object]]

    @property
    def badong(self) -> Place:
        return self.others[0]

    @property
    def places(self) -> list[Place]:
        return [self.own, *self.others]


def find_places() -> list[Place]:
    slugs = {"lichuan": OWN_LETTER, "badong": BADONG_LETTER, "enshi-zhou": PREFECTURE_LETTER}
    return [_find(slug, letter) for slug, letter in slugs.items()]


def _find(slug: str, letter: str) -> Place:
    made = dict(ProvisionedObject.objects.values_list("key", "object_id"))
    home = Page.objects.get(pk=made[f"{slug}/home"])
    groups = Group.objects.filter(pk__in=[pk for key, pk in made.items() if key.startswith(f"{slug}/group/")])
    return Place(
        slug=slug,
        letter=letter,
        site=Site.objects.get(root_page=home),
        homes=[home, *home.get_translations().order_by("locale__language_code")],
        collection=Collection.objects.get(pk=made[f"collection/{slug}"]),
        groups=list(groups.order_by("pk")),
        users=list(get_user_model().objects.filter(groups__in=groups).distinct().order_by("pk")),
    )


def rename_what_is_there(places: list[Place]) -> None:
    """Marks what provisioning made: pages, sites, groups, collections and people.

    Not what the prefecture's site and its home pages are called: every reader sees that at the head of every county's
    pages, and the settings of a county say which values come from there.
    """
    for place in places:
        is_public = place.letter == PREFECTURE_LETTER
        pages = _pages_of(place, [home for other in places if other is not place for home in other.homes])
        if is_public:
            pages = pages.exclude(pk__in=[home.pk for home in place.homes])
        text = Concat(Value(f"ZZ{place.letter}-page-9"), Cast(F("pk"), CharField()))
        with behind_the_gate():
            pages.update(title=text, draft_title=text)
        HomePage.objects.filter(pk__in=pages.values("pk")).update(motto=f"ZZ{place.letter}-motto-1")
        for home in place.homes:
            home.refresh_from_db()
        if not is_public:
            _rename(place, place.site, "site_name")
        _rename(place, place.collection, "name")
        for group in place.groups:
            _rename(place, group, "name")
        for user in place.users:
            user.email = f"ZZ{place.letter}-mail-{user.pk}@example.com"
            _rename(place, user, "first_name", "last_name")


def _pages_of(place: Place, others: list[Page]) -> QuerySet[Page]:
    """In all languages; of the prefecture without the counties of `others`, which lie below it."""
    inside, nested = Q(), Q(pk__in=[])
    for home in place.homes:
        inside |= Q(path__startswith=home.path)
    for home in others:
        if home.path.startswith(tuple(own.path for own in place.homes)):
            nested |= Q(path__startswith=home.path)
    return Page.objects.filter(inside).exclude(nested)


def _rename(place: Place, instance: Model, *fields: str) -> None:
    for name in fields:
        setattr(instance, name, f"ZZ{place.letter}-{instance._meta.model_name}-{instance.pk}")
    instance.save()
