from tests.sites.test_access import *
from django.urls import reverse
from cms.pages.news.models import Topic
from cms.pages.commentary.models import PenName
from cms.pages.standard.models import HomePage
from cms.users.models import User
PEOPLE = ["lichuan-editor","lichuan-reviewer","lichuan-admin","prefecture-editor","prefecture-reviewer","prefecture-tv","prefecture-admin","admin"]
def show(label, r, extra=""):
    print(label, r.status_code, r.headers.get("Location"), extra, flush=True)
def test_probe(nine_sites, places):
    print()
    c = client_of("prefecture-admin")
    g = Group.objects.get(name="恩施州审核")
    r = c.post(reverse("wagtailusers_users:add"), {"username":"evil","email":"e@e.cn","first_name":"a","last_name":"b","password1":"Kd82nfkw9qqq","password2":"Kd82nfkw9qqq","is_superuser":"on","groups":[g.pk]})
    show("create superuser", r, User.objects.filter(username="evil").values("is_superuser","groups"))
    me = User.objects.get(username="prefecture-admin")
    r = c.post(reverse("wagtailusers_users:edit", args=[me.pk]), {"username":"prefecture-admin","email":"e@e.cn","first_name":"a","last_name":"b","is_superuser":"on","groups":[g.pk]})
    show("self", r, list(User.objects.filter(pk=me.pk).values("is_superuser","groups")))
    a = User.objects.get(username="admin")
    r = c.post(reverse("wagtailusers_users:edit", args=[a.pk]), {"username":"admin","email":"e@e.cn","first_name":"a","last_name":"b","is_active":"on","is_superuser":"on","password1":"Kd82nfkw9qqq","password2":"Kd82nfkw9qqq"})
    show("pw of admin", r, User.objects.get(pk=a.pk).check_password("Kd82nfkw9qqq"))
    home = places["lichuan"].site.root_page
    print(create_a_page(client_of("lichuan-editor"), places["lichuan"], HomePage, home).effect, "HomePage by county editor")
    c = client_of("lichuan-reviewer")
    with transaction.atomic():
        r = c.post(reverse("wagtailadmin_pages:unpublish", args=[home.pk]), {"include_descendants":"on"})
        show("reviewer unpublishes home with all", r, NewsPage.objects.live().descendant_of(home).count())
        transaction.set_rollback(True)
    c = client_of("lichuan-editor")
    r = c.post(_edit_url(home), page_form(HomePage, title="t", slug="other-slug")) if False else None
    for where in ("badong","prefecture"):
        n = places["lichuan"]
        r = c.post(reverse("wagtailadmin_pages:move_confirm", args=[n.draft.pk, places[where].column.pk]))
        n.draft.refresh_from_db(); show("move to "+where, r, n.draft.url_path)
        r = c.post(reverse("wagtailadmin_pages:copy", args=[n.draft.pk]), {"new_title":"kopie","new_slug":"kopie","new_parent_page":places[where].column.pk})
        show("copy to "+where, r, NewsPage.objects.filter(title="kopie").values_list("url_path"))
    for person in ("lichuan-editor","lichuan-reviewer"):
      for data in ({"first_published_at":"2001-01-01 00:00"},{"go_live_at":"2001-01-01 00:00"}):
        with transaction.atomic():
            d = places["lichuan"].draft
            r = client_of(person).post(reverse("wagtailadmin_pages:edit", args=[d.pk]), {**page_form(NewsPage, title=NEW_TITLE, slug=d.slug), "action-publish":"action-publish", **data})
            show(f"{person} {data}", r, list(NewsPage.objects.filter(pk=d.pk).values("live","first_published_at","go_live_at","last_published_at")))
            if r.status_code==200: print(r.context["form"].errors)
            transaction.set_rollback(True)
