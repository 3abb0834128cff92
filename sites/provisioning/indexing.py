"""Search and reference index of what a step of provisioning saves, each row once and before the step ends.

Wagtail would leave two tasks for every save, thousands for nine sites, and a newcomer would search in vain until a
worker has done them.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import Model
from django.db.models.signals import post_save
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from modelsearch.tasks import insert_or_update_object_task
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import update_reference_index_on_save
from wagtail.tasks import update_reference_index_task


@contextmanager
def indexed_once() -> Iterator[None]:
    saved: dict[tuple[str, str, str], type[Model]] = {}

    def note(sender: type[Model], instance: Model, **kwargs) -> None:
        saved[sender._meta.app_label, sender._meta.model_name, str(instance.pk)] = sender

    searched = [model for model in get_indexed_models() if getattr(model, "search_auto_update", True)]
    handlers = [(post_save_signal_handler, model) for model in searched]
    handlers += [(update_reference_index_on_save, model) for model in ReferenceIndex.tracked_models]
    post_save.connect(note)
    for handler, model in handlers:
        post_save.disconnect(handler, sender=model)
    try:
        yield
    finally:
        post_save.disconnect(note)
        for handler, model in handlers:
            post_save.connect(handler, sender=model)
    for row, model in saved.items():
        if not model._base_manager.filter(pk=row[2]).exists():
            continue  # deleted in the same step
        if model in searched:
            insert_or_update_object_task.func(*row)
        if model in ReferenceIndex.tracked_models:
            update_reference_index_task.func(*row)
