"""Leaks put there on purpose, one of each class, for the crawler to find."""

import csv
import io

from django.contrib import messages
from django.core import signing
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import include, path
from openpyxl import Workbook
from wagtail.models import Page

from cms.media.models import Image
from cms.pages.news.models import NewsPage
from cms.sitewide.models import AlertBanner
from sites.urls import urlpatterns as real_patterns
from tests.factories.gate import behind_the_gate
from tests.sites.isolation.crawler.marks import mark


def listing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("\n".join(Page.objects.values_list("title", flat=True)))


def chooser(request: HttpRequest, image_id: int) -> HttpResponse:
    return JsonResponse({"result": {"title": Image.objects.get(pk=image_id).title}})


def queryset_filter(request: HttpRequest) -> HttpResponse:
    """Narrow until somebody asks for a site."""
    alerts = AlertBanner.objects.filter(site=request.GET.get("site"))
    return HttpResponse("\n".join(alert.title for alert in alerts))


def export_csv(request: HttpRequest) -> HttpResponse:
    file = io.StringIO()
    if request.GET.get("export") == "csv":
        csv.writer(file).writerows(Page.objects.values_list("title"))
    return HttpResponse(file.getvalue(), content_type="text/csv")


def export_xlsx(request: HttpRequest) -> HttpResponse:
    book, file = Workbook(), io.BytesIO()
    if request.GET.get("export") == "xlsx":
        for title in Page.objects.values_list("title", flat=True):
            book.active.append([title])
    book.save(file)
    return HttpResponse(file.getvalue(), content_type="application/vnd.openxmlformats")


def update(request: HttpRequest, page_id: int) -> HttpResponse:
    if request.method == "POST":
        with behind_the_gate():
            Page.objects.filter(pk=page_id).update(title="changed")
    return HttpResponse()


def update_by_form(request: HttpRequest, page_id: int) -> HttpResponse:
    """Changes something only when its own form comes back."""
    if request.method == "POST" and request.POST.get("sure") == "yes":
        with behind_the_gate():
            Page.objects.filter(pk=page_id).update(title="changed")
    may_see = "" if not request.user.is_superuser else '<form method="post"><input name="sure" value="yes"></form>'
    return HttpResponse(may_see)


def remove(request: HttpRequest, page_id: int) -> HttpResponse:
    if request.method == "POST":
        Page.objects.filter(pk=page_id).delete()
    return HttpResponse()


def reference(request: HttpRequest) -> HttpResponse:
    """A form without the check of references."""
    if request.method == "POST":
        page = NewsPage.objects.get(pk=request.POST["page"])
        page.lead_image_id = request.POST["lead_image"]
        page.save()
    return HttpResponse()


def draft_reference(request: HttpRequest) -> HttpResponse:
    """The same for what is not online yet, deep inside of a text."""
    page = NewsPage.objects.get(pk=request.POST["page"])
    page.body = [("paragraph", f'<a linktype="page" id="{request.POST["link"]}">x</a>')]
    page.save_revision()
    return HttpResponse()


def content_copy(request: HttpRequest) -> HttpResponse:
    title = Page.objects.get(pk=request.POST["source"]).title
    NewsPage.objects.filter(pk=request.POST["page"]).update(summary=title)
    return HttpResponse()


def first_step(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f'<form method="post"><input name="order" value="{signing.dumps(request.POST.dict())}"></form>')


def second_step(request: HttpRequest) -> HttpResponse:
    """Trusts what the first step has signed, and the first step trusts everybody."""
    order = signing.loads(request.POST["order"])
    AlertBanner.objects.create(site_id=order["site"], title="imported")
    return HttpResponse()


def message(request: HttpRequest, page_id: int) -> HttpResponse:
    messages.error(request, f"“{Page.objects.get(pk=page_id).title}” is not yours.")
    return redirect("wagtailadmin_home")


def location(request: HttpRequest, page_id: int) -> HttpResponse:
    return HttpResponse(status=302, headers={"Location": f"/admin/?q={Page.objects.get(pk=page_id).title}"})


def mail(request: HttpRequest) -> HttpResponse:
    send_mail("News", mark("B", "mail"), None, ["lichuan-editor@example.com"])
    return HttpResponse()


def unknown(request: HttpRequest, thing: int) -> HttpResponse:
    return listing(request)


planted = [
    path("listing/", listing, name="listing"),
    path("chooser/<int:image_id>/", chooser, name="chooser"),
    path("queryset-filter/", queryset_filter, name="queryset_filter"),
    path("export-csv/", export_csv, name="export_csv"),
    path("export-xlsx/", export_xlsx, name="export_xlsx"),
    path("update/<int:page_id>/", update, name="update"),
    path("update-by-form/<int:page_id>/", update_by_form, name="update_by_form"),
    path("remove/<int:page_id>/", remove, name="remove"),
    path("reference/", reference, name="reference"),
    path("draft-reference/", draft_reference, name="draft_reference"),
    path("content-copy/", content_copy, name="content_copy"),
    path("first-step/", first_step, name="first_step"),
    path("second-step/", second_step, name="second_step"),
    path("message/<int:page_id>/", message, name="message"),
    path("location/<int:page_id>/", location, name="location"),
    path("mail/", mail, name="mail"),
    path("unknown/<int:thing>/", unknown, name="unknown"),
]

urlpatterns = [path("admin/planted/", include((planted, "planted"))), *real_patterns]

handler404 = "cms.delivery.views.page_not_found"
handler500 = "cms.delivery.views.server_error"
