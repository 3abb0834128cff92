"""Import of redirects from a table, in Wagtail's two steps and with its templates, into the own site only.

Wagtail's steps are functions that offer and take every site (wagtail 8.0, contrib/redirects/views.py).
"""

import os

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import SuspiciousOperation
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.contrib.redirects import utils
from wagtail.contrib.redirects.base_formats import CSV, XLSX, Dataset
from wagtail.contrib.redirects.forms import ImportForm
from wagtail.contrib.redirects.tmp_storages import BaseStorage
from wagtail.contrib.redirects.views import permission_checker
from wagtail.log_actions import log

from cms.media.uploads.fields import TableField
from sites.isolation.redirects import OwnConfirmImportForm, OwnRedirectForm
from sites.isolation.scope import scope_of


class BoundedImportForm(ImportForm):
    import_file = TableField(label=gettext_lazy("File to import"))


@permission_checker.require_any("add")
def start_import(request: HttpRequest) -> HttpResponse:
    form = BoundedImportForm(utils.get_supported_extensions(), request.POST or None, request.FILES or None)
    if not request.FILES or not form.is_valid():
        return render(request, "wagtailredirects/choose_import_file.html", {"form": form})
    file = form.cleaned_data["import_file"]
    extension = os.path.splitext(file.name)[1].lstrip(".").lower()
    kind = utils.get_format_cls_by_extension(extension)
    if kind is None:
        messages.error(request, _('File format of type "%(extension)s" is not supported.') % {"extension": extension})
        return redirect("wagtailredirects:start_import")
    stored = utils.write_to_file_storage(file, kind())
    try:
        dataset = _read(stored, kind())
    except Exception as error:  # each format has its own way to fail on a file that is none
        stored.remove()
        values = {"error": type(error).__name__, "filename": file.name}
        messages.error(request, _("%(error)s encountered while trying to read file: %(filename)s.") % values)
        return redirect("wagtailredirects:start_import")
    initial = {
        "import_file_name": os.path.basename(stored.name),
        "input_format": utils.get_import_formats().index(kind),
    }
    form = OwnConfirmImportForm(dataset.headers, initial=initial, scope=scope_of(request.user))
    return render(request, "wagtailredirects/confirm_import.html", {"form": form, "dataset": dataset})


@permission_checker.require_any("add")
@require_POST
def process_import(request: HttpRequest) -> HttpResponse:
    """Rows that are refused are shown with the reason, the others are imported.

    Raises SuspiciousOperation for a file that `start_import` has not signed.
    """
    signer = Signer()
    try:
        signed = {name: signer.unsign(request.POST[name]) for name in ("import_file_name", "input_format")}
    except (KeyError, BadSignature) as error:
        raise SuspiciousOperation("the file to import is not one that was uploaded") from error
    stored = utils.get_file_storage()(name=signed["import_file_name"])
    kind = utils.get_import_formats()[int(signed["input_format"])]
    dataset = _read(stored, kind())
    form = OwnConfirmImportForm(dataset.headers, request.POST, initial=signed, scope=scope_of(request.user))
    if not form.is_valid():
        return render(request, "wagtailredirects/confirm_import.html", {"form": form, "dataset": dataset})
    refused = _write(dataset, form.cleaned_data, request.user)
    stored.remove()
    total = len(dataset)
    if refused:
        summary = {"errors": refused, "errors_count": len(refused), "successes": total - len(refused), "total": total}
        return render(request, "wagtailredirects/import_summary.html", {"import_summary": summary})
    messages.success(
        request, ngettext("Imported %(total)d redirect", "Imported %(total)d redirects", total) % {"total": total}
    )
    return redirect("wagtailredirects:index")


def _read(stored: BaseStorage, kind: CSV | XLSX) -> Dataset:
    data = stored.read(kind.get_read_mode())
    if isinstance(data, bytes) and not kind.is_binary():
        data = data.decode()
    return kind.create_dataset(data)


def _write(dataset: Dataset, chosen: dict, user: AbstractBaseUser) -> list[list[str]]:
    """Returns the refused rows: from, to, why."""
    refused = []
    for row in dataset:
        old, new = (_cell(row, int(chosen[name])) for name in ("from_index", "to_index"))
        data = {"old_path": old, "redirect_link": new, "is_permanent": chosen["permanent"], "site": chosen["site"]}
        form = OwnRedirectForm(data, for_user=user)
        if not form.is_valid():
            refused.append([old, new, " ".join(error for errors in form.errors.values() for error in errors)])
            continue
        with transaction.atomic():
            log(instance=form.save(), action="wagtail.create")
    return refused


def _cell(row: list | tuple, index: int) -> str:
    """Rows of a table may end early, cells of a spreadsheet be empty or numbers."""
    return str(row[index]) if index < len(row) and row[index] is not None else ""
