"""Recall (撤稿) and freeze (静默): what was taken off every channel and since when nobody can read it, and when nothing
may go live."""

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Locale, Site

from cms.audit.append_only import AppendOnly, AppendOnlyQuerySet
from cms.editorial.gate.models import Clearance


class Reason(models.TextChoices):
    ERROR = "error", _("The content is wrong")
    SECRET = "secret", _("Something confidential is in it")
    PERSONAL = "personal", _("Personal data is in it")
    RIGHTS = "rights", _("Text or pictures belong to somebody else")
    ORDERED = "ordered", _("Ordered by a superior authority")
    OUTDATED = "outdated", _("It no longer applies")
    UNCONFIRMED = "unconfirmed", _("An urgent notice that nobody has confirmed")
    OTHER = "other", _("Another reason")


class Notice(models.TextChoices):
    """What readers are told. Fixed sentences: typed words would be public without anybody's approval."""

    PLAIN = "", _("Nothing but that the page is no longer available")
    CORRECTING = "correcting", _("It is being corrected and will be published again")
    OUTDATED = "outdated", _("What it said no longer applies")


class Recall(AppendOnly):
    """Written once, like what hangs on it: the certificate rests on these rows."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("recalled by")
    )
    created_at = models.DateTimeField(_("recalled at"), default=timezone.now, db_index=True)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices)
    explanation = models.TextField(
        _("explanation"), max_length=500, help_text=_("For colleagues and for the record; readers never see it.")
    )
    notice = models.CharField(
        _("what readers are told"), max_length=20, choices=Notice.choices, blank=True, default=Notice.PLAIN
    )
    # As it was called, for lists: the page itself may be renamed or deleted.
    title = models.CharField(_("title"), max_length=255)
    # Whose it is: who may recall on this site reads the certificate.
    site_id = models.PositiveBigIntegerField(_("number of the site"), null=True)

    class Meta:
        verbose_name = pgettext_lazy("of a page", "recall")
        verbose_name_plural = pgettext_lazy("of pages", "recalls")
        default_permissions = ("add", "view")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.title} ({timezone.localtime(self.created_at):%Y-%m-%d %H:%M})"

    @cached_property
    def site(self) -> Site | None:
        return Site.objects.filter(pk=self.site_id).first()

    @property
    def reason_text(self) -> str:
        """For records, which are in one language whoever acts."""
        with translation.override(settings.LANGUAGE_CODE):
            return f"{self.get_reason_display()}: {self.explanation}"


class Part(models.TextChoices):
    """Why a page went along."""

    CHOSEN = "chosen", _("the page itself")
    TRANSLATION = "translation", _("translation")
    ALIAS = "alias", _("mirror of it")
    COPY = "copy", _("copy of it")
    BELOW = "below", _("page below it")


class RecalledPage(AppendOnly):
    recall = models.ForeignKey(Recall, on_delete=models.PROTECT, related_name="pages")
    # A number and no reference: the page may be deleted, its address still answers that it was recalled.
    page_id = models.PositiveBigIntegerField(_("number of the page"), db_index=True)
    translation_key = models.UUIDField()
    locale = models.ForeignKey(Locale, on_delete=models.PROTECT, related_name="+", verbose_name=_("language"))
    part = models.CharField(_("part"), max_length=20, choices=Part.choices)
    title = models.CharField(_("title"), max_length=255)
    site_id = models.PositiveBigIntegerField(_("number of the site"), null=True)

    class Meta:
        verbose_name = _("recalled page")
        verbose_name_plural = _("recalled pages")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_back(self) -> bool:
        """Whether it has been live again since, which takes new approvals."""
        return Clearance.objects.filter(
            translation_key=self.translation_key, locale=self.locale_id, created_at__gt=self.recall.created_at
        ).exists()


class AddressQuerySet(AppendOnlyQuerySet):
    def at(self, site: Site, path: str) -> QuerySet:
        """The newest first; a redirect may have been for all sites."""
        found = self.filter(models.Q(site_id=site.pk) | models.Q(site_id=None), path=path)
        return found.select_related("page__recall").order_by("-pk")


class RecalledAddress(AppendOnly):
    """Where a recalled page was, and where redirects led to it: these addresses answer 410."""

    page = models.ForeignKey(RecalledPage, on_delete=models.PROTECT, related_name="addresses")
    site_id = models.PositiveBigIntegerField(_("number of the site"), null=True)
    path = models.CharField(_("address"), max_length=255, db_index=True)

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("recalled address")
        verbose_name_plural = _("recalled addresses")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.path


class Channel(models.Model):
    """A line of the certificate: one place where readers found it, and since when it has been gone from there."""

    class Kind(models.TextChoices):
        WEB = "web", _("web page")
        LIST = "list", _("lists of pages")
        FEED = "feed", _("feed")
        SITEMAP = "sitemap", _("sitemap")
        SEARCH = "search", _("search")
        API = "api", _("interface for programs")
        TV = "tv", _("Television")
        FILE = "file", _("file")
        STORE = "store", _("file store")
        CACHE = "cache", _("cached copies")
        LOG = "log", _("publication log")

    recall = models.ForeignKey(Recall, on_delete=models.PROTECT, related_name="channels")
    kind = models.CharField(_("channel"), max_length=10, choices=Kind.choices)
    url = models.CharField(_("address"), max_length=600)
    # Empty: the address itself must say that it is gone.
    absent = models.CharField(_("must not be found there"), max_length=300, blank=True)
    answer = models.CharField(_("answer"), max_length=100, blank=True)
    asked_at = models.DateTimeField(_("last asked"), null=True)
    gone_at = models.DateTimeField(_("gone since"), null=True)

    class Meta:
        verbose_name = _("channel of a recall")
        verbose_name_plural = _("channels of a recall")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.url}"

    @property
    def seconds(self) -> float | None:
        """From the recall to the moment at which the channel was found to be without it."""
        return round((self.gone_at - self.recall.created_at).total_seconds(), 1) if self.gone_at else None


class WithheldFile(models.Model):
    """A file that only recalled pages used: kept, but served to nobody until one of them is live again."""

    recall = models.ForeignKey(Recall, on_delete=models.PROTECT, related_name="files")
    label = models.CharField(_("kind"), max_length=100)
    file_id = models.PositiveBigIntegerField(_("number of the file"))
    released_at = models.DateTimeField(_("served again since"), null=True)

    class Meta:
        verbose_name = _("withheld file")
        verbose_name_plural = _("withheld files")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.label} {self.file_id}"


class PageCopy(models.Model):
    """Which page a page was copied from. Numbers and no references: a copy of a deleted page is still its copy."""

    original_id = models.PositiveBigIntegerField(db_index=True)
    copy_id = models.PositiveBigIntegerField(unique=True)

    class Meta:
        verbose_name = _("origin of a copied page")
        verbose_name_plural = _("origins of copied pages")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.original_id} -> {self.copy_id}"


class FreezeQuerySet(QuerySet):
    def in_force(self) -> QuerySet:
        now = timezone.now()
        return self.filter(starts_at__lte=now, ends_at__gt=now, lifted_at=None)

    def coming(self) -> QuerySet:
        return self.filter(starts_at__gt=timezone.now(), lifted_at=None)

    def over(self, site_id: int | None) -> QuerySet:
        """Freezes of this site and of all."""
        return self.filter(models.Q(site_id=None) | models.Q(site_id=site_id))


class Freeze(models.Model):
    """For a time nothing goes live on one site or on all. It ends by itself, or earlier by `lifted_at`."""

    # Empty: all sites.
    site_id = models.PositiveBigIntegerField(_("number of the site"), null=True)
    reason = models.CharField(_("reason"), max_length=200, help_text=_("Every editor reads it."))
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    ends_at = models.DateTimeField(_("until"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ordered by")
    )
    created_at = models.DateTimeField(_("ordered at"), auto_now_add=True)
    lifted_at = models.DateTimeField(_("ended early at"), null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("ended by")
    )

    objects = FreezeQuerySet.as_manager()

    class Meta:
        verbose_name = _("freeze")
        verbose_name_plural = _("freezes")
        default_permissions = ("add", "view")
        ordering = ["-starts_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"

    @cached_property
    def place(self) -> str:
        if self.site_id is None:
            return str(_("All sites"))
        site = Site.objects.filter(pk=self.site_id).first()
        return (site.site_name or site.hostname) if site else str(self.site_id)

    @property
    def is_in_force(self) -> bool:
        return self.lifted_at is None and self.starts_at <= timezone.now() < self.ends_at

    @property
    def is_over(self) -> bool:
        return self.lifted_at is not None or self.ends_at <= timezone.now()
