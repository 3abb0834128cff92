"""The rows of a queryset that match what somebody typed, best first."""

from django.db.models import QuerySet
from wagtail.search.backends import get_search_backend

from cms.search.backend.base import Results

# A search server does not know the queryset's conditions; of its hits so many are held against them.
MOST_HITS_OF_A_SERVER = 1000


def ranked_ids(queryset: QuerySet, query: str, *, autocomplete: bool = False) -> list[int]:
    """Primary keys, by one statement to the index and one to the queryset; slice, count and filter them freely."""
    backend = get_search_backend()
    search = backend.autocomplete if autocomplete else backend.search
    if issubclass(backend.results_class, Results):
        results = search(query, queryset)
        return results.ids() if isinstance(results, Results) else []
    found = [row.pk for row in search(query, queryset.model._default_manager.all())[:MOST_HITS_OF_A_SERVER]]
    allowed = set(queryset.filter(pk__in=found).values_list("pk", flat=True))
    return [pk for pk in found if pk in allowed]
