"""Who makes the programme."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

PERMISSION = "tv_editions.change_rundown"


def may_make_programme(user: AbstractBaseUser) -> bool:
    return user.has_perm(PERMISSION)


class ProgrammeMixin:
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_make_programme(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
