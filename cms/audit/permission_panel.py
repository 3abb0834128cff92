"""Rights that the group form adds in bulk, without signals."""

from typing import Any

from django.contrib.auth.models import Group
from django.forms import Media
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from cms.audit.differences import differences
from cms.audit.models import Action
from cms.audit.record import record_change

# wagtail 8.0, users/forms.py and admin/forms/collections.py: `bulk_create`. What they remove is seen by its signals.
BULK_CREATED = (GroupPagePermission, GroupCollectionPermission)


class AuditPanel:
    """One of the group form's permission panels, without anything to see: it is asked before and after the others."""

    def __init__(self, data: Any = None, files: Any = None, instance: Group | None = None) -> None:
        self.group = instance
        self.before = self._rows() if data is not None else {}

    def is_valid(self) -> bool:
        return True

    @property
    def media(self) -> Media:
        return Media()

    def as_admin_panel(self) -> str:
        return ""

    def save(self) -> None:
        for key, row in self._rows().items():
            if key not in self.before:
                record_change(Action.RIGHTS, row, {"event": Action.CREATED, **differences(None, row)})

    def _rows(self) -> dict[tuple[type, int], GroupPagePermission | GroupCollectionPermission]:
        if self.group is None or self.group.pk is None:
            return {}
        return {(model, row.pk): row for model in BULK_CREATED for row in model.objects.filter(group=self.group)}
