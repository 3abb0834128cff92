"""Words of the search and best bets: made once, from then on the editors'."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.search.models import BestBet, DictionaryWord
from sites.provisioning.run import Action, Run
from sites.provisioning.starter import load_search
from sites.registry import SiteEntry


def build_dictionary(run: Run) -> None:
    existing = set(DictionaryWord.objects.values_list("word", flat=True))
    made = 0
    for word in _words():
        record = f"search_word/{word.word}"
        if record in run.records:
            continue
        if word.word not in existing:
            word.save()
            made += 1
        run.records.put(record, word.pk or 0)
    if made:
        run.note(Action.CREATED, None, _("%(count)s search words") % {"count": made})


def _words() -> Iterator[DictionaryWord]:
    starter = load_search()
    synonyms = {word: (kind, others) for kind, group in starter["synonyms"].items() for word, others in group.items()}
    for word, (kind, others) in synonyms.items():
        yield DictionaryWord(word=word, kind=kind, synonyms=others)
    for kind, words in starter["words"].items():
        yield from (DictionaryWord(word=word, kind=kind) for word in words if word not in synonyms)


def build_best_bets(run: Run, entry: SiteEntry, pages: dict[str, int]) -> None:
    """`pages` are the site's by key; a bet whose page is gone is left out until it is there."""
    for bet in load_search()["best_bet"]:
        record = f"{entry.slug}/best_bet/{bet['queries']}"
        if bet["site"] != entry.slug or record in run.records or bet.get("page", "") not in {"", *pages}:
            continue
        row = BestBet.objects.create(
            site=run.sites[entry.slug],
            queries=bet["queries"],
            title=bet.get("title", ""),
            description=bet.get("description", ""),
            page_id=pages.get(bet.get("page")),
            address=bet.get("address", ""),
            include_nested=bet["nested"],
        )
        run.records.put(record, row.pk)
        run.note(Action.CREATED, entry, _("best bet %(queries)s") % {"queries": bet["queries"]})
