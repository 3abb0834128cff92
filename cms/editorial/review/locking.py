from django.contrib.auth.models import AbstractBaseUser
from wagtail.locks import WorkflowLock


class ReviewLock(WorkflowLock):
    """Says nothing by itself: the editor tells where the page is in its review (editing.py)."""

    def get_message(self, user: AbstractBaseUser) -> None:
        return None
