from django_tasks import task

from cms.core.chunks import next_chunk
from cms.editorial.texts.look_back import look_beside_pages, pages_under, refresh_page
from cms.editorial.texts.models import ListVersion


@task()
def look_back_over(site_id: int, version: int, after: int = 0) -> None:
    """After a change of a site's list: the pages after this number, a chunk in each task. May run twice; of several
    changes in a row the last one's tasks do the work."""
    if ListVersion.objects.filter(site=site_id, pk__gt=version).exists():
        return
    pages = next_chunk(pages_under(site_id), after)
    for page in pages:
        refresh_page(page)
    if pages:
        look_back_over.enqueue(site_id, version, pages[-1].pk)
    else:
        look_beside_pages(site_id)
