import re
from io import BytesIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument, DocumentQuerySet
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, get_upload_to
from wagtail.search import index
from wagtailmedia.models import AbstractMedia

from cms.media.files import PictureField, RecordingField
from cms.media.metadata import bare_picture
from cms.media.privacy import is_restricted
from cms.media.serving import content_type_of
from cms.media.streams import HLS

FILE_NAME = re.compile(r"\.(jpe?g|png|gif|webp|avif|heic|bmp|tiff?)$", re.IGNORECASE)


class Licence(models.TextChoices):
    OWN = "own", _("Own work")
    CC_BY = "cc-by", "CC BY"
    CC_BY_SA = "cc-by-sa", "CC BY-SA"
    CC0 = "cc0", _("CC0 / public domain")
    PERMISSION = "permission", _("Used with permission")
    OTHER = "other", _("Other")


def uploader(related_name: str) -> models.ForeignKey:
    """Wagtail's own field under another reverse name: its stock models, which stay installed, hold the default one."""
    field = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by user"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name=related_name,
    )
    field.wagtail_reference_index_ignore = True
    return field


def tagging(related_name: str) -> TaggableManager:
    """As `uploader`: the default reverse name is taken."""
    return TaggableManager(help_text=None, blank=True, verbose_name=_("tags"), related_name=related_name)


def withheld() -> models.BooleanField:
    """Of a file that only recalled pages used: row and file stay, readers get neither (views.py)."""
    return models.BooleanField(_("withheld"), default=False, editable=False)


class Image(AbstractImage):
    file = PictureField(verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height")
    description = models.CharField(
        _("alternative text"),
        max_length=255,
        blank=True,
        default="",
        help_text=_("What the picture shows, in one sentence, for people who cannot see it."),
    )
    description_en = models.CharField(
        _("alternative text in English"),
        max_length=255,
        blank=True,
        help_text=_("The same for the English pages."),
    )
    is_decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("Only for pictures that tell nothing: screen readers then skip them."),
    )
    credit = models.CharField(
        _("credit"), max_length=120, blank=True, help_text=_("Who took or drew it, as it is to be printed.")
    )
    credit_en = models.CharField(_("credit in English"), max_length=120, blank=True)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence.choices, blank=True)
    expires_on = models.DateField(
        _("may be used until"),
        null=True,
        blank=True,
        help_text=_("The last day of the licence. After it the public pages leave the picture out."),
    )
    uploaded_by_user = uploader("uploaded_images")
    tags = tagging("our_images")
    is_withheld = withheld()

    admin_form_fields = (
        "title",
        "file",
        "description",
        "description_en",
        "is_decorative",
        "credit",
        "credit_en",
        "licence",
        "expires_on",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    search_fields = [
        *AbstractImage.search_fields,
        index.SearchField("credit"),
        index.FilterField("licence"),
        index.FilterField("expires_on"),
    ]
    api_fields = ("description", "is_decorative", "credit", "licence")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        # The way from a file to its privacy (views.py) begins with the file's name.
        indexes = [models.Index(fields=["file"], name="image_file")]

    def clean(self) -> None:
        super().clean()
        text = self.description.strip()
        if self.is_decorative:
            return
        if not text:
            raise ValidationError(
                {"description": _("Describe what the picture shows, or mark it as decorative.")},
                code="alt_text_missing",
            )
        if FILE_NAME.search(text):
            raise ValidationError(
                {"description": _("This is the name of a file. Describe what the picture shows.")},
                code="alt_text_is_file_name",
            )

    @property
    def alt(self) -> str:
        return "" if self.is_decorative else self.description

    @property
    def alt_en(self) -> str:
        return "" if self.is_decorative else self.description_en

    @property
    def default_alt_text(self) -> str:
        """Wagtail's would fall back to the title, which is a file name more often than not."""
        return self.alt

    @property
    def is_expired(self) -> bool:
        return self.expires_on is not None and self.expires_on < timezone.localdate()

    @property
    def is_usable(self) -> bool:
        """For those who may see its collection."""
        return not self.is_withheld and not self.is_expired

    @property
    def is_for_the_public(self) -> bool:
        """Whether public pages and their feeds may show it."""
        return self.is_usable and not is_restricted(self.collection_id)

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:
        """Pictures stored before metadata was taken out would hand theirs down."""
        made = super().generate_rendition_file(filter, source=source)
        made.seek(0)
        return File(BytesIO(bare_picture(made.read(), keep_orientation=False)), name=made.name)


class Rendition(AbstractRendition):
    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition")
        ]
        indexes = [models.Index(fields=["file"], name="rendition_file")]


class DocumentManager(models.Manager.from_queryset(DocumentQuerySet)):
    """Leaves the text out, which may be long and which only the search needs."""

    def get_queryset(self) -> DocumentQuerySet:
        return super().get_queryset().defer("text")


class Document(AbstractDocument):
    credit = models.CharField(
        _("issued by"),
        max_length=120,
        blank=True,
        help_text=_("The office or person the document comes from."),
    )
    text = models.TextField(_("text"), blank=True, editable=False)
    uploaded_by_user = uploader("uploaded_documents")
    tags = tagging("our_documents")
    is_withheld = withheld()

    objects = DocumentManager()

    admin_form_fields = ("title", "file", "credit", "collection", "tags")
    search_fields = [*AbstractDocument.search_fields, index.SearchField("credit"), index.SearchField("text")]

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def clean(self) -> None:
        """Wagtail's check of the extension would find fault with a file that the form has refused already."""
        if self.file:
            super().clean()

    @property
    def content_type(self) -> str:
        return content_type_of(self.filename)


class Media(AbstractMedia):
    file = RecordingField(_("file"), upload_to="media")
    thumbnail = RecordingField(_("thumbnail"), upload_to="media_thumbnails", blank=True)
    description = models.TextField(
        _("description"), blank=True, help_text=_("What is to be seen or heard, in a few sentences.")
    )
    credit = models.CharField(
        _("credit"), max_length=120, blank=True, help_text=_("Who made it, as it is to be printed.")
    )
    licence = models.CharField(_("licence"), max_length=20, choices=Licence.choices, blank=True)
    transcript = models.TextField(
        _("transcript"),
        blank=True,
        help_text=_("Everything that is said, for people who cannot hear it or have the sound off."),
    )
    hls_url = models.URLField(
        _("address of a stream (HLS)"),
        max_length=500,
        blank=True,
        validators=[HLS],
        help_text=_("The same recording in several qualities, where a media server has it. Television takes it first."),
    )
    uploaded_by_user = uploader("uploaded_media")
    tags = tagging("our_media")
    is_withheld = withheld()

    admin_form_fields = (
        "title",
        "file",
        "description",
        "credit",
        "licence",
        "transcript",
        "hls_url",
        "collection",
        "duration",
        "width",
        "height",
        "thumbnail",
        "tags",
    )
    search_fields = [
        *AbstractMedia.search_fields,
        index.SearchField("description"),
        index.SearchField("transcript"),
    ]

    class Meta(AbstractMedia.Meta):
        verbose_name = _("audio or video")
        verbose_name_plural = _("audio and video")
        indexes = [
            models.Index(fields=["file"], name="media_file"),
            models.Index(fields=["thumbnail"], name="media_thumbnail"),
        ]

    def clean(self, *args, **kwargs) -> None:
        """As with documents."""
        if self.file:
            super().clean(*args, **kwargs)

    @property
    def is_usable(self) -> bool:
        return not self.is_withheld

    @property
    def is_for_the_public(self) -> bool:
        return self.is_usable and not is_restricted(self.collection_id)
