"""Documents that match a query and that a live public page offers."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from wagtail.models import CollectionViewRestriction, Page, ReferenceIndex

from cms.media.models import Document
from cms.search.hits import ranked_ids
from cms.search.queries import Query
from cms.search.trees import Map, Tree, pages_in

MAX_DOCUMENTS = 200


@dataclass
class Attachment:
    pk: int
    page: Page
    tree: Tree


def public_documents() -> QuerySet[Document]:
    here = ExpressionWrapper(OuterRef("collection__path"), output_field=CharField())
    restrictions = CollectionViewRestriction.objects.annotate(here=here).filter(here__startswith=F("collection__path"))
    return Document.objects.filter(~Exists(restrictions))


def find_attachments(query: Query, language: str, trees: Iterable[Tree]) -> list[Attachment]:
    """Best first. Of several pages that offer a document one for each site is named, the newest."""
    ids = ranked_ids(public_documents(), query.text)[:MAX_DOCUMENTS]
    if not ids:
        return []
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(Document),
        to_object_id__in=[str(pk) for pk in ids],
        base_content_type=ContentType.objects.get_for_model(Page),
    ).values_list("to_object_id", "object_id")
    offers: dict[int, list[int]] = {}
    for document, page in references:
        offers.setdefault(int(document), []).append(int(page))
    pages = pages_in(language).filter(pk__in={page for offered in offers.values() for page in offered})
    newest_last = list(pages.order_by(F("first_published_at").asc(nulls_first=True)))
    places = Map(trees)
    found = []
    for pk in ids:
        by_tree = {}
        for page in newest_last:
            if page.pk in offers.get(pk, ()) and (place := places.locate(page.url_path)):
                by_tree[place[0]] = Attachment(pk, page, place[0])
        found += by_tree.values()
    return found
