"""CAP 1.2 from programs that may send it: issued at once or kept as a draft, as their sender's row says."""

import re
from datetime import MAXYEAR, MINYEAR, datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from cms.tv.alerts.cap_out import GEOCODE, NAMESPACE, TEXTS
from cms.tv.alerts.issuing import check_times, line_of, put_out
from cms.tv.alerts.models import Alert, CapSource, Draft
from cms.tv.alerts.shown import shown_on
from cms.tv.alerts.terms import Category, Certainty, Message, Response, Severity, Status, Urgency
from cms.tv.places import sites_with_identities

CAP = {"cap": NAMESPACE}
CHOICES = {"category": Category, "urgency": Urgency, "severity": Severity, "certainty": Certainty}


class NotCap(ValueError):
    """What is wrong with the message, in a sentence for the people who run the program."""


@transaction.atomic
def take_in(source: CapSource, xml: bytes) -> tuple[str, Alert | Draft | None]:
    """What has become of the message, and the alert or draft; the same message again changes nothing. Raises NotCap.

    `issued`, `draft`, or `dropped`: an all clear for what nobody has issued yet takes the draft away.
    """
    # One message of a sender at a time: the same one may come twice at once.
    source = CapSource.objects.select_for_update().get(pk=source.pk)
    root = _parse(xml)
    sender, identifier = _text(root, "sender"), _text(root, "identifier")
    if sender != source.sender:
        raise NotCap(_("This key is for messages of the sender “%(sender)s”.") % {"sender": source.sender})
    if re.search(r"[\s,<&]", identifier):
        raise NotCap(_("An identifier has no spaces, commas, < or &."))
    if known := _known(source, identifier):
        return known
    draft = Draft(source=source, site_id=source.site_id, identifier=identifier, **_message(root))
    draft.replaces, waiting = _replaced(source, root)
    if draft.message != Message.CANCEL:
        _fill(draft, root, source)
    elif draft.replaces:
        _fill_from_replaced(draft)
    else:
        return _drop(waiting)
    waiting.delete()
    try:
        if source.at_once:
            return "issued", put_out(draft, None)
        check_times(draft.message, draft.effective or timezone.now(), draft.expires)
        draft.save()
    except ValidationError as error:
        raise NotCap(" ".join(error.messages)) from None
    return "draft", draft


def _known(source: CapSource, identifier: str) -> tuple[str, Alert | Draft] | None:
    if alert := Alert.objects.filter(sender=source.sender, identifier=identifier).first():
        return "issued", alert
    draft = Draft.objects.filter(source=source, identifier=identifier).first()
    return ("draft", draft) if draft else None


def _drop(waiting: QuerySet[Draft]) -> tuple[str, None]:
    if not waiting.delete()[0]:
        raise NotCap(_("Nothing that this message refers to is in force."))
    return "dropped", None


def _parse(xml: bytes) -> Element:
    try:
        root = fromstring(xml, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise NotCap(_("This is no XML that we read: it must be well formed and without a DTD.")) from None
    if root.tag != f"{{{NAMESPACE}}}alert":
        raise NotCap(_("The root must be “alert” in the namespace %(name)s.") % {"name": NAMESPACE})
    if _text(root, "scope") != "Public":
        raise NotCap(_("Only messages with the scope Public are taken."))
    return root


def _text(parent: Element, name: str, needed: bool = True) -> str:
    text = (parent.findtext(f"cap:{name}", "", CAP) or "").strip()
    if needed and not text:
        raise NotCap(_("“%(name)s” is missing.") % {"name": name})
    return text


def _choice(parent: Element, name: str, choices: Any, needed: bool = True) -> str:
    text = _text(parent, name, needed)
    if text and text not in choices.values:
        words = {"name": name, "value": text, "known": ", ".join(choices.values)}
        raise NotCap(_("“%(value)s” is no %(name)s here. There are: %(known)s.") % words)
    return text


def _time(parent: Element, name: str, needed: bool = False) -> datetime | None:
    text = _text(parent, name, needed)
    try:
        moment = parse_datetime(text) if text else None
    except ValueError:
        moment = None
    # Outside of these years another zone's clock cannot show every time.
    if text and (moment is None or timezone.is_naive(moment) or not MINYEAR < moment.year < MAXYEAR):
        raise NotCap(_("“%(name)s” is no time with an offset.") % {"name": name})
    return moment


def _message(root: Element) -> dict[str, Any]:
    sent = _time(root, "sent", needed=True)
    if sent > timezone.now() + timedelta(minutes=5):
        raise NotCap(_("“sent” is still to come."))
    return {
        "status": _choice(root, "status", Status),
        "message": _choice(root, "msgType", Message),
        "sent": sent,
        "origin": _text(root, "source", needed=False)[:100],
    }


def _fill(draft: Draft, root: Element, source: CapSource) -> None:
    infos = {_text(info, "language", needed=False) or "en-US": info for info in root.findall("cap:info", CAP)}
    chinese = next((info for language, info in infos.items() if language.lower().startswith("zh")), None)
    english = next((info for language, info in infos.items() if language.lower().startswith("en")), None)
    if chinese is None:
        raise NotCap(_("There must be an “info” whose language is zh-CN."))
    for name, choices in CHOICES.items():
        setattr(draft, name, _choice(chinese, name, choices))
    draft.response = _choice(chinese, "responseType", Response, needed=False) or Response.NONE
    draft.effective, draft.onset = _time(chinese, "effective"), _time(chinese, "onset")
    draft.expires = _time(chinese, "expires", needed=True)
    for info, suffix in ((chinese, ""), (english, "_en")):
        for name in TEXTS if info is not None else ():
            setattr(draft, name + suffix, _text(info, name, needed=name in ("event", "headline")))
    draft.areas = _areas(chinese, source)
    draft.mark_drill()
    try:
        draft.clean_fields(exclude=["by", "replaces"])
    except ValidationError as error:
        name, problems = next(iter(error.message_dict.items()))
        raise NotCap(f"{name}: {problems[0]}") from None


def _fill_from_replaced(draft: Draft) -> None:
    """An all clear says what its alert said: CAP lets it come without `info`, and nothing in one may hold it up."""
    old = Alert.objects.filter(pk__in=draft.replaces).latest("pk")
    own = {"message", "status", "origin"}
    for name, value in old.content().items():
        if name not in own:
            setattr(draft, name, value)
    draft.response = Response.ALL_CLEAR


def _areas(info: Element, source: CapSource) -> list[int]:
    """Numbers of the sites that the codes stand for."""
    places = sites_with_identities()
    # Who may alert for a place may alert for those below it.
    allowed = shown_on(Alert(site_id=source.site_id, areas=[source.site_id]), [site for site, _identity in places])
    known = {identity.division_code: site.pk for site, identity in places if site in allowed and identity.division_code}
    geocodes = info.findall("cap:area/cap:geocode", CAP)
    codes = {_text(code, "value") for code in geocodes if _text(code, "valueName") == GEOCODE}
    if not codes or not codes <= set(known):
        words = {"name": GEOCODE, "known": ", ".join(sorted(known)), "value": ", ".join(sorted(codes - set(known)))}
        if codes:
            raise NotCap(_("Not a code of this sender's places: %(value)s. There are: %(known)s.") % words)
        raise NotCap(_("Areas need a geocode named %(name)s. There are: %(known)s.") % words)
    return sorted(known[code] for code in codes)


def _replaced(source: CapSource, root: Element) -> tuple[list[int], QuerySet[Draft]]:
    """Alerts that stand and drafts that wait, of those that an update or an all clear refers to."""
    if _text(root, "msgType") == Message.ALERT:
        return [], Draft.objects.none()
    triples = [one.split(",") for one in _text(root, "references").split()]
    if any(len(triple) != 3 for triple in triples):
        raise NotCap(_("“references” are made of sender,identifier,sent."))
    identifiers = [identifier for sender, identifier, _sent in triples if sender == source.sender]
    alerts = Alert.objects.filter(sender=source.sender, identifier__in=identifiers)
    waiting = Draft.objects.filter(source=source, identifier__in=identifiers)
    return line_of(alerts.values_list("pk", flat=True)), waiting
