"""Rows that say what somebody did: added, never changed."""

from django.db import models


class AppendOnlyError(TypeError):
    """Somebody tried to change or delete a row that only may be added."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__(f"{model._meta.label} is append-only: what was wrong is put right by a new row.")


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **kwargs: object) -> int:
        raise AppendOnlyError(self.model)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError(self.model)

    # What Django marks stays marked: related managers must not offer these either.
    update.alters_data = delete.alters_data = True


class AppendOnly(models.Model):
    """Goes only together with what it belongs to, in a cascade."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise AppendOnlyError(type(self))
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError(type(self))
