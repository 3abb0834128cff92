"""What a version of a list changed, in words."""

from django.utils.translation import gettext as _

from cms.editorial.texts.kinds import Severity, TermKind
from cms.editorial.texts.models import Term


def describe(changes: list[dict]) -> list[str]:
    return [_line(**change) for change in changes]


def _line(term: str, before: dict | None, after: dict | None) -> str:
    if before is None or after is None:
        text = _("Added “%(term)s”") if before is None else _("Removed “%(term)s”")
        return text % {"term": term} + f" ({_severity(after or before)})"
    changed = [
        f"{Term._meta.get_field(name).verbose_name}: {_worded(name, before[name])} → {_worded(name, after[name])}"
        for name in Term.CONTENT
        if before[name] != after[name]
    ]
    return _("Changed “%(term)s”") % {"term": term} + f" ({'; '.join(changed)})"


def _severity(content: dict) -> str:
    return str(Severity(content["severity"]).label)


def _worded(name: str, value: object) -> str:
    if name == "severity":
        return str(Severity(value).label)
    if name == "kind":
        return str(TermKind(value).label)
    return "、".join(str(value).splitlines()) or "—"
