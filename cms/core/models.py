"""The abstract page that every page type of the platform stands on."""

import re
from types import SimpleNamespace

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.functional import cached_property, classproperty
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.api import APIField
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail.search import index
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import BaseTranslatableField, SynchronizedField

from cms.blocks.languages import LANGUAGES, SOURCE, Language
from cms.core.forms import BasePageForm
from cms.core.panels import FirstPublishedPanel, SiteBadgePanel, editor_panels
from cms.core.permissions import BasePagePermissionTester
from cms.core.previews import PreviewsMixin
from cms.core.signals import before_publish
from cms.core.slugs import pinyin_slug
from cms.core.structured_data import breadcrumb_list, web_page
from cms.core.tv_texts import TvTextsMixin


class BasePage(TvTextsMixin, PreviewsMixin, Page):
    """Standard Wagtail page with a summary, one canonical address and an ASCII slug.

    A page type composes its editor from named parts: `content_panels` (its own and its mixins'),
    `promote_panels` and `settings_panels` become the editor's three tabs.
    """

    # Short word on cards that says what the reader will get; each type sets its own.
    kind_label = _("Page")
    # Whether pages of this type belong in RSS feeds.
    feed_enabled = False

    summary = models.TextField(
        _("Summary"),
        max_length=200,
        blank=True,
        help_text=_("One or two sentences for cards, search engines and sharing. At most 200 characters."),
    )

    search_words = models.CharField(
        _("Words people search by"),
        max_length=200,
        blank=True,
        help_text=_("Everyday words that the text itself does not use, separated by spaces. Readers do not see them."),
    )

    content_panels = [
        SiteBadgePanel(),
        FieldPanel("title", help_text=_("Say what happened or what the reader will find, in at most 30 characters.")),
        FieldPanel("summary"),
    ]
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel(
                    "slug",
                    help_text=_(
                        "Leave empty to spell the title in pinyin. Later changes of the title keep the address."
                    ),
                ),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
                FieldPanel("search_words"),
            ],
            heading=_("Address and search engines"),
        ),
        MultiFieldPanel([FieldPanel("show_in_menus")], heading=_("Navigation")),
    ]
    settings_panels = [
        FirstPublishedPanel("first_published_at", read_only=True, heading=_("First published (cannot be changed)")),
        *Page.settings_panels,
    ]

    search_fields = [
        *Page.search_fields,
        index.SearchField("summary", boost=3),
        index.SearchField("search_words", boost=3),
    ]
    # One address in all languages: wagtail-localize would make a new one from every translated title.
    override_translatable_fields = [
        BaseTranslatableField("slug"),
        SynchronizedField("search_words"),
        SynchronizedField("tv_pronunciation"),
    ]
    api_fields = [
        APIField("summary", writable=True),
        APIField("last_published_at"),
        APIField("column_title"),
        *TvTextsMixin.tv_api_fields,
    ]
    base_form_class = BasePageForm

    class Meta:
        abstract = True

    @classmethod
    def editor_tabs(cls) -> list[ObjectList]:
        """The editor's tabs, in the words of people who write."""
        badge, *writing = cls.content_panels
        return [
            ObjectList([badge, *editor_panels(), *writing], heading=_("Writing")),
            ObjectList(cls.tv_panels, heading=_("Television")),
            ObjectList(cls.promote_panels, heading=_("Address and navigation")),
            ObjectList(cls.settings_panels, heading=_("Publishing")),
        ]

    @classproperty
    def edit_handler(cls) -> TabbedInterface:  # noqa: N805 - Django's classproperty passes the class
        return TabbedInterface(cls.editor_tabs(), base_form_class=cls.base_form_class)

    @classmethod
    def template_path(cls) -> str:
        """`pages/news_page.html` for NewsPage; a type that shares another's template overrides this."""
        return f"pages/{snake_case(cls.__name__)}.html"

    def get_template(self, request, *args, **kwargs) -> str:
        return self.template_path()

    def get_url_parts(self, request=None):
        """The address under the most specific site above this page, whatever host is asking.

        Wagtail prefers the request's site when that also contains the page, which would give a county's
        page a second address on the prefecture's host.
        """
        paths = self._get_site_root_paths(request)
        return super().get_url_parts(request=SimpleNamespace(_wagtail_cached_site_root_paths=paths))

    def full_clean(self, *args, **kwargs) -> None:
        self._spell_slug()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """What Wagtail asks of a draft instead of `full_clean`; a draft needs an address as well."""
        self._spell_slug()
        super().minimal_clean()

    def _spell_slug(self) -> None:
        """Spells an empty slug once the page has its place, so as late as can be.

        The form leaves it empty: autosave may create the same draft while its author presses "Save".
        """
        placed = bool(self.path or getattr(self, "_cached_parent_obj", None))
        if placed and self.title and not self.slug:
            self.slug = self._get_autogenerated_slug(pinyin_slug(self.title))

    def with_content_json(self, content: dict) -> "BasePage":
        """A draft does not know better when the page was first published; it has lost the microseconds (G-15)."""
        page = super().with_content_json(content)
        page.first_published_at = self.first_published_at or page.first_published_at
        return page

    def permissions_for_user(self, user: AbstractBaseUser) -> BasePagePermissionTester:
        return BasePagePermissionTester(user, self)

    def publish(self, revision: Revision, *args, **kwargs) -> None:
        """However it was asked for: a receiver of `before_publish` can refuse it by raising PermissionDenied."""
        before_publish.send(type(self), page=self)
        super().publish(revision, *args, **kwargs)

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Looks the child up in its own table where only one type is allowed, which saves Wagtail's second query."""
        children = self.allowed_subpage_models()
        if not path_components or len(children) != 1:
            return super().route(request, path_components)
        child = children[0].objects.child_of(self).filter(slug=path_components[0]).first()
        if child is None:
            raise Http404
        child._cached_parent_obj = self
        return child.route(request, path_components[1:])

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Restrictions of this page, its ancestors and what any of them is an alias of, in one query."""
        paths = [self.path[:length] for length in range(self.steplen, len(self.path) + 1, self.steplen)]
        return PageViewRestriction.objects.filter(
            models.Q(page__path__in=paths) | models.Q(page__aliases__path__in=paths)
        ).distinct()

    @property
    def language(self) -> Language:
        """From Wagtail's cached site paths where the page lies in a site, so that no locale is loaded."""
        paths = self._get_relevant_site_root_paths()
        return LANGUAGES.get(paths[0].language_code if paths else self.locale.language_code, SOURCE)

    @property
    def language_code(self) -> str:
        return self.language.code

    @cached_property
    def breadcrumbs(self) -> list[Page]:
        """Specific ancestors from the site's home page down to the parent; empty for a home page.

        Walks parents instead of asking for all ancestors: routing a request has left each parent on its child,
        so a served page pays no query.
        """
        own_paths = self._get_relevant_site_root_paths()
        ancestors: list[Page] = []
        page = self
        while own_paths and page.url_path != own_paths[0].root_path:
            page = page.get_parent().specific
            ancestors.insert(0, page)
        return ancestors

    @property
    def column(self) -> "BasePage | None":
        """The nearest page, this one included, that is a column (栏目)."""
        return next((page for page in [self, *reversed(self.breadcrumbs)] if getattr(page, "column_type", "")), None)

    @property
    def column_title(self) -> str:
        return self.column.title if self.column else ""

    @property
    def published_at(self):
        """Time of first publication (G-15: nobody can set it); a draft shows its latest revision's."""
        return self.first_published_at or self.latest_revision_created_at

    @property
    def card_image(self):
        return getattr(self, "lead_image", None)

    @property
    def meta_description(self) -> str:
        return self.search_description or self.summary

    def structured_data(self, request) -> list[dict]:
        """JSON-LD objects of this page (schema.org); types add their own."""
        return [web_page(self, request), *breadcrumb_list(self, request)]


def snake_case(name: str) -> str:
    """`ScenicSpotPage` -> `scenic_spot_page`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
