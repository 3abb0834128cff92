from django_tasks import task

from cms.editorial.texts.look_back import look_back
from cms.editorial.texts.models import ListVersion


@task()
def look_back_over(site_id: int, version: int) -> None:
    """After a change of a site's list. May run twice; of several changes in a row the last one's task does the work."""
    if not ListVersion.objects.filter(site=site_id, pk__gt=version).exists():
        look_back(site_id)
