"""Rows that say what somebody did: added, and then left as they are.

A model that inherits `AppendOnly` is refused changes and removals by Python here, with a readable error, and by the
database itself (`cms.audit.triggers`), whoever asks. What may happen to its rows all the same, the model declares.
"""

from typing import ClassVar

from django.core.checks import Error
from django.db import models


class AppendOnlyError(TypeError):
    """Somebody tried to change or delete a row that only may be added."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__(f"{model._meta.label} is append-only: what was wrong is put right by a new row.")


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **kwargs: object) -> int:
        if not kwargs.keys() <= set(self.model.filled_later):
            raise AppendOnlyError(self.model)
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError(self.model)

    # What Django marks stays marked: related managers must not offer these either.
    update.alters_data = delete.alters_data = True


class AppendOnly(models.Model):
    """References may be lost where they are `SET_NULL`; what a row points at otherwise cannot be deleted before it."""

    # Fields that are null or blank at first and filled in once, together; the first of them tells, by its null.
    filled_later: ClassVar[tuple[str, ...]] = ()
    # The door for removing old rows: an SQL condition on OLD. Those of most models never go.
    removable: ClassVar[str] = ""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise AppendOnlyError(type(self))
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError(type(self))

    @classmethod
    def check(cls, **kwargs: object) -> list:
        return [*super().check(**kwargs), *cls._check_manager(), *cls._check_references()]

    @classmethod
    def _check_manager(cls) -> list[Error]:
        if isinstance(cls._default_manager.all(), AppendOnlyQuerySet):
            return []
        return [Error("Its manager lets rows be changed.", hint="Use AppendOnlyQuerySet.", obj=cls, id="audit.E002")]

    @classmethod
    def _check_references(cls) -> list[Error]:
        allowed = (models.PROTECT, models.RESTRICT, models.SET_NULL)
        return [
            Error(
                "Deleting what it points at would take the row along or rewrite it, which the database refuses.",
                hint="Use PROTECT or SET_NULL.",
                obj=field,
                id="audit.E003",
            )
            for field in cls._meta.concrete_fields
            if field.is_relation and field.remote_field.on_delete not in allowed
        ]
