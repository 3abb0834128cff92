import logging

from django.db import IntegrityError
from django_tasks import task
from wagtail.images.models import SourceImageIOError

from cms.media.models import Document, Image
from cms.media.renditions import SIZES
from cms.media.texts import text_of

logger = logging.getLogger(__name__)


@task()
def generate_renditions(image_id: int) -> None:
    """Makes what is missing of all named sizes. May run twice; a picture deleted meanwhile is no error."""
    image = Image.objects.filter(pk=image_id).first()
    if image is None:
        return
    try:
        # One size at a time: a large picture is decoded once per rendition, three of them side by side.
        for size in SIZES.values():
            image.get_renditions(*size.all_specs)
    except (SourceImageIOError, IntegrityError):
        if Image.objects.filter(pk=image_id).exists():
            logger.exception("No renditions for image %s", image_id)


@task()
def read_document(document_id: int) -> None:
    """Keeps the text of a document's file; a document deleted meanwhile is no error."""
    document = Document.objects.filter(pk=document_id).first()
    if document is not None:
        document.text = text_of(document)
        document.save(update_fields=["text"])
