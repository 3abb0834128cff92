"""Entries of the text check's lists."""

from wagtail.models import Site

from cms.editorial.texts.kinds import Severity
from cms.editorial.texts.models import Term


def make_term(site: Site, term: str, severity: Severity = Severity.REFUSE, **values) -> Term:
    row = Term(site=site, term=term, severity=severity, **values)
    row.full_clean()
    row.save()
    return row
