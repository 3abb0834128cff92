from django_tasks import task

from cms.core.chunks import next_chunk
from cms.languages.derive import derive
from cms.languages.texts import sentences_of
from cms.languages.tree import sources


@task()
def derive_pages_with(terms: list[str], after: int = 0) -> None:
    """After a change of the glossary: the live pages that contain one of these words, a chunk of those after this
    number in each task. May run twice."""
    pages = next_chunk(sources().live(), after)
    for page in pages:
        sentences = sentences_of(page)
        if any(term in sentence for term in terms for sentence in sentences):
            derive(page)
    if pages:
        derive_pages_with.enqueue(terms, pages[-1].pk)
