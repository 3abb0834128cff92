"""The lists that count at a place, compiled once for each of their states."""

from django.db.models import Count, Max
from wagtail.models import Site

from cms.editorial.texts.engine import Entry, Lexicon
from cms.editorial.texts.kinds import Severity
from cms.editorial.texts.models import ListVersion, Term

# Sites by number from the topmost to the one whose text it is: their lists count.
Chain = tuple[int, ...]

_compiled: dict[Chain, tuple[tuple, Lexicon]] = {}


def chain_at(url_path: str) -> Chain:
    """Of a page by its place in the tree, in whichever language; of an unknown place the topmost lists."""
    paths = sorted(Site.get_site_root_paths(), key=lambda root: len(root.root_path))
    chain = dict.fromkeys(root.site_id for root in paths if url_path.startswith(root.root_path))
    return tuple(chain) or tuple(root.site_id for root in paths[:1])


def chain_of_site(site: Site | None) -> Chain:
    """Without a site, for words that all sites share, the topmost list."""
    return chain_at(site.root_page.url_path if site else "")


def has_site_above(site_id: int | None) -> bool:
    site = Site.objects.select_related("root_page").filter(pk=site_id).first()
    return site is not None and len(chain_of_site(site)) > 1


def lexicon_for(chain: Chain) -> Lexicon:
    """Always the present one, in every process: one query tells whether anything has changed since it was compiled.

    A process that serves for days holds at most one lexicon for each site.
    """
    versions = ListVersion.objects.filter(site__in=chain)
    # The time makes a version that takes the number of one rolled back another; the count, one committed late.
    state = tuple(versions.aggregate(Max("pk"), Count("pk"), Max("created_at")).values())
    known = _compiled.get(chain)
    if known is None or known[0] != state:
        known = _compiled[chain] = (state, _compile(chain, version=state[0] or 0))
    return known[1]


def _compile(chain: Chain, version: int) -> Lexicon:
    levels = {site: level for level, site in enumerate(chain)}
    return Lexicon(
        (
            Entry.made(
                term.term,
                term.exception_list,
                kind=term.kind,
                severity=Severity(term.severity),
                suggestion=term.suggestion,
                note=term.note,
                level=levels[term.site_id],
            )
            for term in Term.objects.filter(site__in=chain)
        ),
        version,
    )
