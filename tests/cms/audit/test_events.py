"""Every kind of change in the admin leaves its entries, and says who did it, when and from where."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.audit.models import AuditEntry
from tests.cms.audit.events import EVENTS, Event, Row
from tests.cms.audit.world import World

# wagtail 8.0 itself logs none of these.
UNLOGGED_BY_WAGTAIL = [
    "delete_snippets_in_bulk",
    "delete_pictures_in_bulk",
    "move_pictures_to_a_collection_in_bulk",
    "tag_pictures_in_bulk",
    "delete_documents_in_bulk",
    "move_documents_to_a_collection_in_bulk",
    "tag_documents_in_bulk",
    "deactivate_people_in_bulk",
    "give_people_a_role_in_bulk",
    "change_a_picture_after_uploading_several",
    "delete_a_picture_after_uploading_several",
    "change_a_document_after_uploading_several",
    "delete_a_document_after_uploading_several",
    "upload_a_picture_while_choosing",
    "create_a_collection",
    "make_a_collection_private",
    "take_the_workflow_from_a_page",
    "export_a_listing",
]


@pytest.fixture
def world(admin, boss, family) -> World:
    return World(admin, boss, family)


def entries_of(world: World, event: Event) -> list[AuditEntry]:
    for name in event.needs:
        getattr(world, name)
    before = set(AuditEntry.objects.values_list("pk", flat=True))
    event.act(world)
    return [entry for entry in AuditEntry.objects.order_by("pk") if entry.pk not in before]


def agrees(entry: AuditEntry, expected: Row) -> bool:
    action, kind, title = expected
    return (entry.action, entry.object_type) == (action, kind) and title in entry.title


@pytest.mark.parametrize("name", EVENTS)
def test_it_leaves_its_entries_once_each_with_who_when_and_where(world: World, name: str):
    event = EVENTS[name]
    entries = entries_of(world, event)
    found = [(entry.action, entry.object_type, entry.title) for entry in entries]
    for expected in event.expected:
        assert sum(agrees(entry, expected) for entry in entries) == 1, found
    for entry in entries:
        assert entry.actor_id == world.boss.pk
        assert entry.actor_name == "boss"
        assert entry.address == "192.0.2.7"
        assert entry.agent == "Browser of the boss"
        assert entry.origin.split()[1].startswith("/admin/")
        assert timezone.now() - entry.at < timedelta(minutes=1)


def test_what_wagtail_does_not_log_is_among_them():
    assert set(UNLOGGED_BY_WAGTAIL) <= set(EVENTS)
