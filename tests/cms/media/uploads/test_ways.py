"""Every way in against every hostile file: always an answer in the form, never a stored file, never an error 500."""

import random
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from cms.media.uploads.archives import MAIN_PARTS, check_office
from cms.media.uploads.names import safe_name
from tests.cms.media.uploads import ways
from tests.cms.media.uploads.ways import TITLE, Way, forms_of, stored
from tests.factories import files, hostile_files
from tests.factories.media import DocumentFactory

pytestmark = pytest.mark.django_db

Table = dict[str, bytes]
HOSTILE: list[tuple[dict[str, Way], Callable[[], Table]]] = [
    (ways.PICTURES, hostile_files.pictures),
    (ways.DOCUMENTS, hostile_files.documents),
    (ways.FILMS, hostile_files.recordings),
    (ways.SOUNDS, hostile_files.sounds),
]
WHOLE: list[tuple[dict[str, Way], Table]] = [
    (ways.PICTURES, files.PICTURES),
    (ways.DOCUMENTS, files.DOCUMENTS),
    (ways.FILMS, files.VIDEO),
    (ways.SOUNDS, files.AUDIO),
]


def every_way(tables: list) -> list:
    return [pytest.param(way, table, id=name) for named, table in tables for name, way in named.items()]


@pytest.fixture(scope="module")
def made() -> Callable[[Callable[[], Table]], Table]:
    """Tables of hostile files, which take seconds to make, made once."""
    tables: dict[Callable, Table] = {}

    def made(table: Callable[[], Table]) -> Table:
        if table not in tables:
            tables[table] = table()
        return tables[table]

    return made


@pytest.fixture(autouse=True)
def smaller_limit_for_films(settings):
    """A film of a hundred megabytes takes long to send."""
    settings.MEDIA_MAX_UPLOAD_SIZE = 1024 * 1024


def answer(way: Way, client, name: str, content: bytes, target: str) -> str:
    """What is wrong with the answer to a hostile file; nothing if it is as it should be."""
    before = stored()
    response = way.send(client, name, content, target)
    if response.status_code != 200:
        return f"status {response.status_code}"
    if stored() != before:
        return "stored"
    if way.field == "files[]":
        return "" if response.json()["error_message"] else "no reason given"
    errors = [set(form.errors) for form in forms_of(response)]
    if not errors or any(found != {way.field} for found in errors):
        return f"errors at {errors}"
    return "" if TITLE in response.content.decode("unicode_escape" if way.is_ajax else "utf-8") else "title lost"


@pytest.mark.parametrize(("way", "table"), every_way(HOSTILE))
def test_no_hostile_file_comes_in(admin_client, made, way: Way, table: Callable[[], Table]):
    target = way.target()
    outcomes = {name: answer(way, admin_client, name, content, target) for name, content in made(table).items()}
    assert {name: outcome for name, outcome in outcomes.items() if outcome} == {}


@pytest.mark.parametrize(("way", "table"), every_way(WHOLE))
def test_whole_files_of_every_accepted_kind_come_in(admin_client, way: Way, table: Table):
    target = way.target()
    refused = {}
    for name, content in table.items():
        if way.field == "thumbnail" and name.endswith(".avif"):
            continue  # players load posters as they are, and not all of them know AVIF
        before = stored()
        response = way.send(admin_client, name, content, target)
        if stored() == before:
            refused[name] = [form.errors for form in forms_of(response)] or response.content.decode()
    assert refused == {}


@pytest.mark.parametrize(
    ("way", "name", "content"),
    [
        pytest.param(named[first], name, content, id=name)
        for (named, table), first in zip(WHOLE, [next(iter(named)) for named, _ in WHOLE], strict=True)
        for name, content in table.items()
    ],
)
def test_damaged_files_get_an_answer_and_no_error(admin_client, way: Way, name: str, content: bytes):
    """Cut anywhere, with bytes changed anywhere: stored if it can still be read, else refused. Always the same ones."""
    dice = random.Random(name)
    target = way.target()
    statuses = set()
    for round_number in range(12):
        damaged = bytearray(content[: dice.randrange(1, len(content) + 1)] if round_number % 2 else content)
        for _ in range(round_number):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        statuses.add(way.send(admin_client, name, bytes(damaged), target).status_code)
    assert statuses <= {200, 302}


@pytest.mark.parametrize("packing", [ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA])
def test_an_office_document_whose_packed_data_are_damaged_is_refused(packing: int):
    content = BytesIO()
    with ZipFile(content, "w", packing) as result:
        result.writestr("[Content_Types].xml", MAIN_PARTS["xlsx"] * 9)
    start = content.getvalue().index(b".xml") + 4
    refused = []
    for position in range(start, start + 30):
        damaged = bytearray(content.getvalue())
        damaged[position] ^= 0xFF
        try:
            check_office(BytesIO(damaged), "xlsx")
        except ValidationError as refusal:
            refused.append(refusal.code)
    # A byte of LZMA's own settings may change nothing.
    assert set(refused) == {"damaged"}
    assert len(refused) > 20


class TestNames:
    @pytest.mark.parametrize(
        "name",
        [
            "山" * 150 + ".pdf",
            "长" * 90 + ".pdf",
            "../../../etc/passwd.pdf",
            "C:\\Windows\\系统.pdf",
            "invoice\u202efdp.exe.pdf",
            "shell.php.pdf",
            "dots...pdf",
            "  空格 .pdf",
            "x" * 300 + ".pdf",
        ],
    )
    @pytest.mark.parametrize("way", ["add a document", "add many documents", "add in the document chooser"])
    def test_a_name_never_decides_a_path_nor_breaks_a_header(self, admin_client, way: str, name: str):
        sent = ways.DOCUMENTS[way]
        assert sent.send(admin_client, name, files.pdf(), sent.target()).status_code in (200, 302)
        [document] = ways.Document.objects.all()
        folder, _, stored_name = document.file.name.rpartition("/")
        assert folder == "documents" and stored_name.endswith(".pdf")
        assert not set("\u202e\r\n\x00\\/") & set(stored_name)
        response = admin_client.get(document.url)
        assert response.status_code == 200
        assert response["Content-Type"] == "application/pdf"

    @pytest.mark.parametrize(
        ("name", "safe"),
        [
            ("line\r\nbreak\x00.pdf", "line break.pdf"),
            ("a/b\\c.pdf", "c.pdf"),
            ("...pdf", "pdf"),
            ("程序\u202efdp.exe", "程序 fdp.exe"),
            ("x.tar.gz", "x.tar.gz"),
            (".", "file"),
            ("通知." + "x" * 20, "通知." + "x" * 20),
        ],
    )
    def test_names_that_no_browser_sends(self, name: str, safe: str):
        assert safe_name(name) == safe

    def test_pictures_that_wait_for_their_description_have_a_safe_name_too(self, admin_client):
        way = ways.PICTURES["add many pictures"]
        way.send(admin_client, "山" * 150 + "\u202e.jpg", files.picture("JPEG"), way.target())
        [name] = [name for key, name in stored().items() if key.startswith("kept aside")]
        assert len(name.split()[0]) < 100 and "\u202e" not in name

    def test_a_download_has_its_name_quoted(self, admin_client):
        document = DocumentFactory(file__filename="通知.txt", file__data=b"text")
        document.file.storage.save('documents/"; x=y.txt', ContentFile(b"text"))
        ways.Document.objects.filter(pk=document.pk).update(file='documents/"; x=y.txt')
        disposition = admin_client.get(ways.Document.objects.get().url)["Content-Disposition"]
        assert disposition == "attachment; filename=%22%3B%20x%3Dy.txt; filename*=UTF-8''%22%3B%20x%3Dy.txt"


def test_a_picture_with_its_description_loses_its_position_on_the_way(admin_client):
    """The upload of many pictures keeps the file aside first, as it came."""
    way = ways.PICTURES["add many pictures"]
    answer = way.send(admin_client, "gorge.jpg", files.picture("JPEG"), way.target()).json()
    prefix = f"uploaded-image-{answer['uploaded_file_id']}-"
    url = f"/admin/images/multiple/create_from_uploaded_image/{answer['uploaded_file_id']}/"
    data = {"title": TITLE, "description": "晨雾中的江面", "collection": ways.root_collection().pk, "tags": ""}
    answer = admin_client.post(
        url, {prefix + key: value for key, value in data.items()}, headers={"x-requested-with": "XMLHttpRequest"}
    ).json()
    assert answer["success"]
    image = ways.Image.objects.get()
    content = image.file.read()
    assert files.PLACE not in content
    assert image.file_size == len(content)
    assert image.file_hash


def test_the_stored_hash_is_that_of_the_stored_file(admin_client):
    way = ways.PICTURES["add a picture"]
    for name in ("gorge.jpg", "gorge.png"):
        way.send(admin_client, name, files.PICTURES[name], way.target())
    for image in ways.Image.objects.all():
        told = image.file_hash, image.file_size
        image._set_image_file_metadata()
        assert (image.file_hash, image.file_size) == told


class TestAvatars:
    """Nobody needs a picture of the staff; Wagtail would store whatever Pillow knows, with its position."""

    def test_the_account_offers_no_profile_picture_and_takes_none(self, admin_client, admin_user):
        assert 'type="file"' not in admin_client.get("/admin/account/").text
        photo = SimpleUploadedFile("me.jpg", files.picture("JPEG"))
        admin_client.post("/admin/account/", {"avatar-avatar": photo})
        profile = getattr(admin_user, "wagtail_userprofile", None)
        assert not profile or not type(profile).objects.get(pk=profile.pk).avatar
