"""The prefecture's list of words for the text check: each starter entry once, from then on the editors'."""

from django.utils.translation import gettext as _

from cms.editorial.texts.starter import starter_plan
from sites.provisioning.run import Action, Run


def build_lexicon(run: Run) -> None:
    """On the prefecture's site, which is the topmost: its list binds all."""
    plan = starter_plan(run.sites[run.prefecture.slug])
    present = [*plan.changed, *plan.added]
    plan.changed = []
    plan.added = [term for term in plan.added if f"lexicon/{term.term}" not in run.records]
    plan.carry_out()
    for term in present:
        record = f"lexicon/{term.term}"
        if term.pk and record not in run.records:
            run.records.put(record, term.pk)
    if count := len(plan.added):
        run.note(Action.CREATED, run.prefecture, _("%(count)s entries of the list of words") % {"count": count})
