from django_tasks import task

from cms.languages.derive import derive
from cms.languages.texts import sentences_of
from cms.languages.tree import sources


@task()
def derive_pages_with(terms: list[str]) -> None:
    """After a change of the glossary: the live pages that contain one of these words. May run twice."""
    for page in sources().live().specific().iterator(chunk_size=100):
        sentences = sentences_of(page)
        if any(term in sentence for term in terms for sentence in sentences):
            derive(page)
