"""What leaves its author, and what has no draft, is refused by the form as long as the list refuses a word in it."""

from django.forms import ModelForm
from wagtail.models import Page

from cms.editorial.texts.checking import check_page, check_thing, refusals, sentences
from cms.editorial.texts.subjects import is_checked

# Names of the buttons that send a page on. A draft is kept whatever it says.
SENDING = ("action-submit", "action-restart-workflow", "action-publish")


def refuse(form: ModelForm) -> list[str]:
    instance = form.instance
    if isinstance(instance, Page):
        if not _is_sent(form):
            return []
        if not instance.path and form.parent_page:
            # Only being created: the lists are those of its place to be.
            instance.set_url_path(form.parent_page)
        return sentences(refusals(check_page(instance)))
    return sentences(refusals(check_thing(instance))) if is_checked(type(instance)) else []


def _is_sent(form: ModelForm) -> bool:
    approves = "action-workflow-action" in form.data and form.data.get("workflow-action-name") == "approve"
    return approves or any(name in form.data for name in SENDING)
