"""What takes several requests or a body that no form on a page shows.

Each flow is tried by every persona and by a superuser: what changes another site in a superuser's hands must change
nothing in a county's, and a flow that changes nothing in a superuser's hands proves nothing.
"""

import json
from collections.abc import Callable
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as PillowImage

from tests.sites.isolation.crawler.oracle import Flow, Request
from tests.sites.isolation.crawler.world import Place, World

Steps = Callable[[World, Place], Flow]
FLOWS: dict[str, Steps] = {}
JSON = "application/json"
# Nobody can do these, whatever their rights.
REFUSED_TO_ALL = {
    "end_anothers_editing": "only one's own session can be ended",
    "write_a_sentence_by_way_of_an_own_translation": "wagtail-localize compares sentence and translation",
    "finish_an_upload_image": "only who began an upload may finish it",
    "drop_an_upload_image": "only who began an upload may drop it",
    "finish_an_upload_document": "only who began an upload may finish it",
    "drop_an_upload_document": "only who began an upload may drop it",
    "their_page_into_an_own_case": "only pages of the case's own site belong to it",
    "their_person_into_an_own_case": "only who works on a site's cases can be responsible for one",
    "bulk_delete_user": "people stay on record: nobody deletes them in bulk",
    **dict.fromkeys(
        [
            *("make_an_alias_here", "make_an_alias_there", "api_create_alias", "api_create_alias_there"),
            *("api_publish", "bulk_publish", "publish_a_translation"),
        ],
        "nothing goes live past the review",
    ),
    **dict.fromkeys(
        ["api_unpublish", "bulk_unpublish", "bulk_unpublish_all"],
        "nothing goes off the web without a reason",
    ),
    **dict.fromkeys(
        [
            *("approve_a_page", "approve_by_way_of_an_own_page"),
            *("reject_a_page", "reject_by_way_of_an_own_page"),
        ],
        "decisions are made on the reviewer's screen",
    ),
    "return_a_page_on_the_screen": "only who sits at its stage; the control “return_an_own_page” is somebody who does",
    "return_by_way_of_an_own_page_on_the_screen": "the screen decides about its own page alone",
}


def flow(function: Steps) -> Steps:
    FLOWS[function.__name__] = function
    return function


def post(path: str, data: object = None, **options) -> Request:
    return Request("", path, "POST", data=data or {}, **options)


def post_json(path: str, data: object) -> Request:
    return post(path, json.dumps(data), content_type=JSON)


def url(name: str, *keys: object) -> str:
    return reverse(name, args=keys)


def single(name: str, make: Callable[[World, Place], Request]) -> None:
    """A flow of one request."""

    def steps(world: World, place: Place) -> Flow:
        yield make(world, place)

    steps.__name__ = name
    flow(steps)


def picture() -> SimpleUploadedFile:
    content = BytesIO()
    PillowImage.new("RGB", (8, 6)).save(content, "JPEG")
    return SimpleUploadedFile("picture.jpg", content.getvalue(), content_type="image/jpeg")


def text_file(name: str, text: str, content_type: str = "text/csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), content_type=content_type)
