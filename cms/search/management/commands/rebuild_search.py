"""Writes the search index anew while the sites go on serving."""

import time
from argparse import ArgumentParser
from collections.abc import Iterator

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Model
from modelsearch.backends.base import BaseIndex
from modelsearch.index import get_indexed_models
from wagtail.search.backends import get_search_backend

CHUNK = 100


class Command(BaseCommand):
    help = (
        "Writes the search index anew, a hundred rows at a time. Searching and publishing go on meanwhile; what stays "
        "the same is left alone, so it can be stopped and repeated at will. Needed after an update that reads texts "
        "differently, not for new search words."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--model",
            action="append",
            metavar="APP.MODEL",
            help="only rows of this model, for instance news.NewsPage; can be repeated",
        )

    def handle(self, *, model: list[str] | None, **options: object) -> None:
        started = time.monotonic()
        total = self.update([chosen_model(label) for label in model]) if model else self.rebuild()
        self.stdout.write(self.style.SUCCESS(f"{total} rows in the index, {time.monotonic() - started:.1f} s."))

    def update(self, models: list[type[Model]]) -> int:
        backend = get_search_backend()
        return sum(self.write_rows(model, backend.get_index_for_model(model)) for model in models)

    def rebuild(self) -> int:
        """Through the backend's rebuilder, which clears out what is gone; a search server fills a new index."""
        backend = get_search_backend()
        models: dict[str, list[type[Model]]] = {}
        for model in get_indexed_models():
            models.setdefault(backend.get_index_for_model(model).get_key(), []).append(model)
        total = 0
        for together in models.values():
            rebuilder = backend.rebuilder_class(backend.get_index_for_model(together[0]))
            index = rebuilder.start()
            for model in together:
                index.add_model(model)
            total += sum(self.write_rows(model, index) for model in together)
            rebuilder.finish()
        return total

    def write_rows(self, model: type[Model], index: BaseIndex) -> int:
        rows, started = 0, time.monotonic()
        for chunk in chunks(model):
            index.add_items(model, chunk)
            rows += len(chunk)
            self.stdout.write(
                f"\r{model._meta.label}: {rows}, {rows / (time.monotonic() - started):.0f} a second", ending=""
            )
            self.stdout.flush()
        if rows:
            self.stdout.write("")
        return rows


def chosen_model(label: str) -> type[Model]:
    indexed = {model._meta.label_lower: model for model in get_indexed_models()}
    if label.lower() not in indexed:
        known = ", ".join(sorted(model._meta.label for model in indexed.values()))
        raise CommandError(f"{label!r} is not a model that is searched. There are: {known}.")
    return indexed[label.lower()]


def chunks(model: type[Model]) -> Iterator[list[Model]]:
    """By primary key, so that rows that come or go in between shift nothing."""
    rows, last = model.get_indexed_objects().order_by("pk"), None
    while chunk := list((rows if last is None else rows.filter(pk__gt=last))[:CHUNK]):
        yield chunk
        last = chunk[-1].pk
