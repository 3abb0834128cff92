"""Which texts beside pages readers see, by model; a test holds that every snippet and setting is decided here."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Model

CHECKED = (
    "sitewide.AlertBanner",
    "sitewide.SiteIdentity",
    "sitewide.SiteFooter",
    "sitewide.SiteMenu",
    "news.Topic",
    "commentary.PenName",
    "search.BestBet",
)
UNCHECKED = {
    "search.DictionaryWord": "words by which queries are read",
    "search.DailyQuery": "what readers typed",
    "languages.GlossaryTerm": "rules of the conversion, applied to texts that are checked",
    "cases.Case": "for staff",
    "cases.CalendarDay": "for staff",
    "risk.Assessment": "for staff",
    "risk.RiskRules": "for staff",
    "texts.Term": "the list itself",
    "texts.ListVersion": "the list itself",
    "texts.LiveFinding": "excerpts of what is checked",
}


def checked_models() -> list[type[Model]]:
    return [apps.get_model(label) for label in CHECKED]


def is_checked(model: type[Model]) -> bool:
    return model._meta.label in CHECKED


def things() -> Iterator[Model]:
    for model in checked_models():
        yield from model._default_manager.order_by("pk")
