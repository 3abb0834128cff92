"""What people do in the admin, and the entries that each must leave: (action, kind of object, its title).

`EVENTS` is filled by the decorator; the functions act by real requests.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import GroupPagePermission, Locale, PageViewRestriction, Workflow
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.pages.news.models import NewsPage
from tests.cms.audit.world import PASSWORD, World, picture_file
from tests.sites.admin_actions import NEW_TITLE, page_form

NEWS = "news.newspage"
FORMSET = ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
Row = tuple[str, str, str]


class Event(NamedTuple):
    act: Callable[[World], object]
    expected: list[Row]
    # Things that must be there before, so that making them is no part of the event.
    needs: list[str]


EVENTS: dict[str, Event] = {}


def event(*expected: Row, needs: str = "") -> Callable:
    def register(act: Callable[[World], object]) -> Callable[[World], object]:
        EVENTS[act.__name__] = Event(act, list(expected), needs.split())
        return act

    return register


def _form(title: str = NEW_TITLE, **values: object) -> dict[str, object]:
    return page_form(NewsPage, title=title, pen_name="", **values)


# Pages


@event(("created", NEWS, NEW_TITLE), needs="column")
def create_a_page(world: World):
    world.post("wagtailadmin_pages:add", "news", "newspage", world.column.pk, **_form())


@event(("changed", NEWS, NEW_TITLE), needs="story")
def save_a_draft(world: World):
    world.post("wagtailadmin_pages:edit", world.story.pk, **_form(slug="mist"))


@event(("changed", NEWS, "峡谷晨雾"), ("unpublished", NEWS, "峡谷晨雾"), needs="story")
def unpublish(world: World):
    world.post("wagtailadmin_pages:unpublish", world.story.pk, reason="error", explanation="地名写错了")


@event(("moved", NEWS, "峡谷晨雾"), needs="story other_column")
def move(world: World):
    world.post("wagtailadmin_pages:move_confirm", world.story.pk, world.other_column.pk)


@event(("created", NEWS, NEW_TITLE), ("copied", NEWS, NEW_TITLE), needs="story other_column")
def copy(world: World):
    data = {"new_title": NEW_TITLE, "new_slug": "copied", "new_parent_page": world.other_column.pk}
    world.post("wagtailadmin_pages:copy", world.story.pk, **data)


@event(("deleted", NEWS, "峡谷晨雾"), needs="story")
def delete_a_page(world: World):
    world.post("wagtailadmin_pages:delete", world.story.pk)


@event(("deleted", "news.newsindexpage", "要闻动态"), ("deleted", NEWS, "峡谷晨雾"), needs="story")
def delete_a_page_with_what_is_below_it(world: World):
    world.post("wagtailadmin_pages:delete", world.column.pk)


@event(("locked", NEWS, "峡谷晨雾"), needs="story")
def lock(world: World):
    world.post("wagtailadmin_pages:lock", world.story.pk)


@event(("rights", "wagtailcore.pageviewrestriction", ""), needs="story")
def make_a_page_private(world: World):
    data = {"restriction_type": "password", "password": "open-sesame-of-the-page", "groups": []}
    world.post("wagtailadmin_pages:set_privacy", world.story.pk, **data)
    assert PageViewRestriction.objects.filter(page=world.story).exists()


@event(("unpublished", NEWS, "峡谷晨雾"), needs="story")
def unpublish_in_bulk(world: World):
    world.bulk("wagtailcore", "page", "unpublish", world.story.pk, reason="error", explanation="地名写错了")


@event(("moved", NEWS, "峡谷晨雾"), needs="story other_column")
def move_in_bulk(world: World):
    world.bulk("wagtailcore", "page", "move", world.story.pk, chooser=world.other_column.pk)


@event(("deleted", NEWS, "峡谷晨雾"), ("deleted", NEWS, "草稿"), needs="story draft")
def delete_pages_in_bulk(world: World):
    world.bulk("wagtailcore", "page", "delete", world.story.pk, world.draft.pk)


@event(("reviewed", NEWS, "草稿"), needs="draft workflow")
def submit_for_review(world: World):
    submit = {"action-submit": "action-submit"}
    world.post("wagtailadmin_pages:edit", world.draft.pk, **_form("草稿", slug="draft"), **submit)


@event(("deleted", "wagtailcore.workflowpage", ""), needs="column workflow")
def take_the_workflow_from_a_page(world: World):
    world.post("wagtailadmin_workflows:remove", world.column.pk)


# Snippets and settings


@event(("created", "news.topic", "文旅"))
def create_a_snippet(world: World):
    world.post("wagtailsnippets_news_topic:add", name="文旅", slug="wenlv")


@event(("changed", "news.topic", "文旅"), needs="topic")
def change_a_snippet(world: World):
    world.post("wagtailsnippets_news_topic:edit", world.topic.pk, name="文旅", slug=world.topic.slug)


@event(("deleted", "news.topic", "非遗"), needs="topic")
def delete_snippets_in_bulk(world: World):
    world.bulk("news", "topic", "delete", world.topic.pk)


@event(("changed", "sitewide.sitefooter", ""))
def change_a_site_s_settings(world: World):
    data = nested_form_data({"organiser": NEW_TITLE, "links": streamfield([]), "social_accounts": streamfield([])})
    world.get("wagtailsettings:edit", "sitewide", "sitefooter", world.family.lichuan.pk)
    world.post("wagtailsettings:edit", "sitewide", "sitefooter", world.family.lichuan.pk, **data)


@event(("created", "wagtailredirects.redirect", "/from"))
def create_a_redirect(world: World):
    data = {"old_path": "/from", "site": world.family.lichuan.pk, "redirect_link": "https://www.gov.cn/"}
    world.post("wagtailredirects:add", is_permanent="on", **data)


@event(("deleted", "wagtailredirects.redirect", "/old"), needs="redirect")
def delete_a_redirect(world: World):
    world.post("wagtailredirects:delete", world.redirect.pk)


@event(("created", "wagtailredirects.redirect", "/one"), ("created", "wagtailredirects.redirect", "/two"))
def import_redirects(world: World):
    upload = SimpleUploadedFile(
        "redirects.csv", b"from,to\n/one,https://www.gov.cn/1\n/two,https://www.gov.cn/2\n", content_type="text/csv"
    )
    page = world.post("wagtailredirects:start_import", import_file=upload)
    form = page.context["form"]
    data = {name: form[name].value() for name in ("import_file_name", "input_format")}
    site = {"site": world.family.lichuan.pk, "permanent": "on"}
    world.post("wagtailredirects:process_import", from_index=0, to_index=1, **site, **data)


# Files


@event(("created", "media.image", NEW_TITLE))
def upload_a_picture(world: World):
    data = {"title": NEW_TITLE, "description": "说明", "tags": "", "file": picture_file()}
    world.post("wagtailimages:add", **data)


@event(("created", "media.image", "picture.jpg"))
def upload_a_picture_while_choosing(world: World):
    prefix = "image-chooser-upload-"
    data = {"title": "picture.jpg", "description": "说明", "tags": "", "file": picture_file()}
    world.post("wagtailimages_chooser:create", **{prefix + name: value for name, value in data.items()})


@event(("changed", "media.image", NEW_TITLE), needs="image")
def change_a_picture_after_uploading_several(world: World):
    prefix = f"image-{world.image.pk}-"
    data = {"title": NEW_TITLE, "description": "说明", "tags": ""}
    world.post("wagtailimages:edit_multiple", world.image.pk, **{prefix + name: value for name, value in data.items()})


@event(("deleted", "media.image", "峡谷"), needs="image")
def delete_a_picture_after_uploading_several(world: World):
    world.post("wagtailimages:delete_multiple", world.image.pk)


@event(("deleted", "media.image", "峡谷"), needs="image")
def delete_pictures_in_bulk(world: World):
    world.bulk("media", "image", "delete", world.image.pk)


@event(("changed", "media.image", "峡谷"), needs="image collection")
def move_pictures_to_a_collection_in_bulk(world: World):
    world.bulk("media", "image", "add_to_collection", world.image.pk, collection=world.collection.pk)


@event(("changed", "media.image", "峡谷"), needs="image")
def tag_pictures_in_bulk(world: World):
    world.bulk("media", "image", "add_tags", world.image.pk, tags="晨雾")


@event(("created", "media.document", NEW_TITLE))
def upload_a_document(world: World):
    upload = SimpleUploadedFile("guide.pdf", b"%PDF-1.4 guide", content_type="application/pdf")
    world.post("wagtaildocs:add", title=NEW_TITLE, tags="", file=upload)


@event(("deleted", "media.document", "办事指南"), needs="document")
def delete_documents_in_bulk(world: World):
    world.bulk("media", "document", "delete", world.document.pk)


@event(("changed", "media.document", "办事指南"), needs="document collection")
def move_documents_to_a_collection_in_bulk(world: World):
    world.bulk("media", "document", "add_to_collection", world.document.pk, collection=world.collection.pk)


@event(("changed", "media.document", "办事指南"), needs="document")
def tag_documents_in_bulk(world: World):
    world.bulk("media", "document", "add_tags", world.document.pk, tags="指南")


@event(("changed", "media.document", NEW_TITLE), needs="document")
def change_a_document_after_uploading_several(world: World):
    prefix = f"doc-{world.document.pk}-"
    data = {"title": NEW_TITLE, "tags": ""}
    world.post("wagtaildocs:edit_multiple", world.document.pk, **{prefix + name: value for name, value in data.items()})


@event(("deleted", "media.document", "办事指南"), needs="document")
def delete_a_document_after_uploading_several(world: World):
    world.post("wagtaildocs:delete_multiple", world.document.pk)


@event(("deleted", "media.media", "宣传片"), needs="film")
def delete_a_film(world: World):
    world.post("wagtailmedia:delete", world.film.pk)


@event(("created", "wagtailcore.collection", "新的"), needs="collection")
def create_a_collection(world: World):
    parent = world.collection.get_parent()
    world.post("wagtailadmin_collections:add", name="新的", parent=parent.pk)


@event(("rights", "wagtailcore.collectionviewrestriction", ""), needs="collection")
def make_a_collection_private(world: World):
    world.post("wagtailadmin_collections:set_privacy", world.collection.pk, restriction_type="login", groups=[])


# People and rights


@event(("created", "users.user", "huang"), ("rights", "users.user", "huang"), needs="group")
def create_a_person(world: World):
    password = "first-password-of-huang"
    names = {"username": "huang", "email": "h@example.com", "first_name": "小", "last_name": "黄"}
    passwords = {"password1": password, "password2": password}
    world.post("wagtailusers_users:add", **names, **passwords, groups=[world.group.pk], is_active="on")


def _person_form(world: World, **values: object) -> dict[str, object]:
    names = {"username": "tan", "email": "tan@example.com", "first_name": "小", "last_name": "黄"}
    return {**names, "is_active": "on", "groups": [], **values}


@event(("changed", "users.user", "tan"), ("rights", "users.user", "tan"), needs="person group")
def change_a_person(world: World):
    form = _person_form(world, email="new@example.com", groups=[world.group.pk])
    world.post("wagtailusers_users:edit", world.person.pk, **form)


@event(("rights", "users.user", "tan"), needs="person")
def make_a_person_superuser(world: World):
    world.post("wagtailusers_users:edit", world.person.pk, **_person_form(world, is_superuser="on"))


@event(("password", "users.user", "boss"))
def change_one_s_own_password(world: World):
    new = "second-password-of-boss"
    world.post("account_change_password", oldpassword=PASSWORD, password1=new, password2=new)


@event(("changed", "users.user", "tan"), needs="person")
def deactivate_people_in_bulk(world: World):
    world.bulk("users", "user", "set_active_state", world.person.pk, mark_as_active="False")


@event(("rights", "users.user", "tan"), needs="person group")
def give_people_a_role_in_bulk(world: World):
    world.bulk("users", "user", "assign_role", world.person.pk, role=world.group.pk)


@event(("deleted", "users.user", "tan"), needs="person")
def delete_a_person(world: World):
    world.post("wagtailusers_users:delete", world.person.pk)


def _group_form(world: World, page_permissions: list[tuple[int, list[str]]], **values: object) -> dict[str, object]:
    """The group form as the browser sends it when nothing else is touched."""
    response = world.client.get(reverse("wagtailusers_groups:edit", args=[world.group.pk]))
    data = {"name": "利川编辑", "permissions": [], **values}
    for panel in response.context["permission_panels"]:
        if hasattr(panel, "management_form"):
            data |= {f"{panel.prefix}-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MAX_NUM_FORMS")}
    data["page_permissions-TOTAL_FORMS"] = len(page_permissions)
    for number, (page, names) in enumerate(page_permissions):
        data[f"page_permissions-{number}-page"] = page
        data[f"page_permissions-{number}-permissions"] = names
    return data


@event(("rights", "wagtailcore.grouppagepermission", ""), needs="group column")
def give_a_group_a_right_on_pages(world: World):
    form = _group_form(world, [(world.column.pk, ["change_page"])])
    world.post("wagtailusers_groups:edit", world.group.pk, **form)
    assert GroupPagePermission.objects.filter(group=world.group).count() == 1


@event(("rights", "wagtailcore.grouppagepermission", ""), needs="group_that_may_edit")
def take_a_group_s_right_on_pages(world: World):
    world.post("wagtailusers_groups:edit", world.group.pk, **_group_form(world, []))
    assert not GroupPagePermission.objects.filter(group=world.group).exists()


@event(("rights", "auth.group", "利川编辑"), needs="group")
def give_a_group_a_general_right(world: World):
    right = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    world.post("wagtailusers_groups:edit", world.group.pk, **_group_form(world, [], permissions=[right.pk]))


@event(("deleted", "auth.group", "利川编辑"), needs="group")
def delete_a_group(world: World):
    world.post("wagtailusers_groups:delete", world.group.pk)


@event(("changed", "wagtailcore.site", "利川"))
def change_a_site(world: World):
    site = world.family.lichuan
    data = {"hostname": "lichuan.example", "port": 80, "site_name": "利川", "root_page": site.root_page_id}
    world.post("wagtailsites:edit", site.pk, **data)


@event(("created", "wagtailcore.workflow", "终审"), ("created", "wagtailcore.workflowtask", ""), needs="workflow")
def create_a_workflow(world: World):
    task = world.workflow.workflow_tasks.get().task
    form = {"name": "终审", "active": "on"}
    form |= {f"{prefix}-{name}": 0 for prefix in ("workflow_tasks", "pages") for name in FORMSET}
    form |= {"workflow_tasks-TOTAL_FORMS": 1, "workflow_tasks-0-task": task.pk, "workflow_tasks-0-ORDER": 1}
    world.post("wagtailadmin_workflows:add", **form)
    assert Workflow.objects.filter(name="终审").exists()


@event(("created", "wagtailcore.locale", ""))
def add_a_language(world: World):
    Locale.objects.filter(language_code="en").delete()
    world.client.post(reverse("wagtaillocales:add"), {"language_code": "en", "locale_synchronization-sync_from": ""})


# Exports


@event(("exported", "", "spreadsheet-export.csv"))
def export_a_listing(world: World):
    world.get("wagtailredirects:index", query="?export=csv")


@event(("exported", "", "audit"))
def export_the_audit(world: World):
    world.get("audit_report", query="?export=xlsx")
