"""Photos and films are stored without what tells where they were taken, and are otherwise what they were."""

from io import BytesIO, StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from PIL import ExifTags, ImageOps
from PIL import Image as PillowImage

from cms.media.boxes import boxes, children
from cms.media.metadata import bare, bare_picture
from cms.media.models import Image, Media
from tests.factories import files
from tests.factories.media import root_collection

pytestmark = pytest.mark.django_db

FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "GIF": "gif"}
TRACES = [files.PLACE, files.MAKER.encode(), b"GPSLatitude", b"rdf:RDF"]


def opened(content: bytes) -> PillowImage.Image:
    image = PillowImage.open(BytesIO(content))
    image.load()
    return image


def upright(content: bytes) -> PillowImage.Image:
    """As every viewer shows it."""
    return ImageOps.exif_transpose(opened(content))


def stored_picture(content: bytes, name: str) -> Image:
    return Image.objects.create(
        title="峡谷", description="峡谷", collection=root_collection(), file=ContentFile(content, name=name)
    )


def traces_in(content: bytes) -> list[bytes]:
    return [trace for trace in TRACES if trace in content]


@pytest.mark.parametrize("image_format", FORMATS)
class TestPictures:
    def test_nothing_tells_where_it_was_taken(self, image_format):
        photo = files.picture(image_format)
        assert files.PLACE in photo
        content = stored_picture(photo, f"gorge.{FORMATS[image_format]}").file.read()
        assert traces_in(content) == []
        assert not opened(content).getexif().get_ifd(ExifTags.IFD.GPSInfo)
        assert not opened(content).getexif().get(ExifTags.Base.Make)

    def test_pixels_and_colours_stay_as_they_were(self, image_format):
        photo = files.picture(image_format)
        content = bare_picture(photo)
        assert opened(content).tobytes() == opened(photo).tobytes()
        assert opened(content).info.get("icc_profile") == opened(photo).info.get("icc_profile")

    def test_what_is_bare_is_left_alone(self, image_format):
        content = bare_picture(files.picture(image_format, orientation=6))
        assert bare_picture(content) == content
        file = ContentFile(content, name="gorge")
        assert bare(file) is file


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_stays_the_right_way_up(image_format: str, orientation: int):
    photo = files.picture(image_format, orientation)
    content = bare_picture(photo)
    assert traces_in(content) == []
    assert upright(content).size == upright(photo).size
    assert upright(content).tobytes() == upright(photo).tobytes()


@pytest.mark.parametrize("image_format", ["GIF", "WEBP"])
def test_an_animation_keeps_its_frames_and_their_times(image_format: str):
    animation = files.animation(image_format, 12)
    before, after = opened(animation), opened(bare_picture(animation))
    assert after.n_frames == before.n_frames == 12
    for frame in range(12):
        before.seek(frame), after.seek(frame)
        assert after.tobytes() == before.tobytes()
        assert after.info.get("duration") == before.info.get("duration")
    assert after.info.get("loop") == before.info.get("loop") == 0


def test_what_is_hidden_behind_the_end_of_a_picture_is_gone():
    for image_format in ("JPEG", "PNG", "WEBP", "GIF"):
        content = bare_picture(files.picture(image_format) + b"<script>alert(1)</script>")
        assert b"<script>" not in content, image_format


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_renditions_of_old_pictures_have_no_metadata_and_stand_upright(image_format: str):
    """Old ones: written to the disk past everything, as they lie there from before."""
    image = stored_picture(files.picture(image_format, orientation=6), f"old.{FORMATS[image_format]}")
    default_storage.delete(image.file.name)
    default_storage.save(image.file.name, ContentFile(files.picture(image_format, orientation=6)))
    for spec in ("width-20", "width-20|format-webp", "width-20|format-jpeg", "width-20|format-png", "original"):
        rendition = Image.objects.get(pk=image.pk).get_rendition(spec)
        content = rendition.file.read()
        assert traces_in(content) == [], spec
        assert not dict(opened(content).getexif()), spec
        assert rendition.height > rendition.width, spec


class TestFilms:
    def test_places_are_gone_and_picture_and_sound_are_where_they_were(self):
        film = files.film()
        stored = Media.objects.create(
            title="宣传片", type="video", collection=root_collection(), file=ContentFile(film, name="film.mp4")
        )
        content = stored.file.read()
        assert files.PLACE in film and files.PLACE not in content
        assert len(content) == len(film)
        assert content.index(b"frames of the film") == film.index(b"frames of the film")

    def test_tracks_of_pictures_and_sound_stay_and_tracks_of_positions_go(self):
        content = bare(ContentFile(files.film(), name="film.mp4")).read()
        file = BytesIO(content)
        [moov] = [box for box in boxes(file, 0, len(content)) if box.kind == b"moov"]
        assert [box.kind for box in children(file, moov)].count(b"trak") == 2

    def test_a_film_without_notes_is_not_copied(self):
        film = ContentFile(bare(ContentFile(files.film(), name="film.mp4")).read(), name="film.mp4")
        assert bare(film) is film

    def test_the_picture_of_a_film_is_treated_like_every_picture(self):
        media = Media.objects.create(
            title="宣传片",
            type="video",
            collection=root_collection(),
            file=ContentFile(files.film(), name="film.mp4"),
            thumbnail=ContentFile(files.picture("JPEG"), name="film.jpg"),
        )
        assert traces_in(media.thumbnail.read()) == []


class TestStripPositions:
    """`manage.py strip_positions`, for what was stored before."""

    @pytest.fixture
    def old_files(self) -> tuple[Image, Media]:
        image = stored_picture(files.picture("JPEG", orientation=6), "old.jpg")
        media = Media.objects.create(
            title="宣传片",
            type="video",
            collection=root_collection(),
            file=ContentFile(files.film(), name="old.mp4"),
            thumbnail=ContentFile(files.picture("JPEG"), name="old.jpg"),
        )
        for file, content in (
            (image.file, files.picture("JPEG", orientation=6)),
            (media.file, files.film()),
            (media.thumbnail, files.picture("JPEG")),
        ):
            default_storage.delete(file.name)
            default_storage.save(file.name, ContentFile(content))
        image.get_rendition("width-20")
        return image, media

    @pytest.fixture
    def run(self, django_capture_on_commit_callbacks):
        def run(*arguments: str) -> str:
            output = StringIO()
            with django_capture_on_commit_callbacks(execute=True):
                call_command("strip_positions", *arguments, stdout=output, stderr=output)
            return output.getvalue()

        return run

    def contents(self, image: Image, media: Media) -> list[bytes]:
        image, media = Image.objects.get(pk=image.pk), Media.objects.get(pk=media.pk)
        return [image.file.read(), media.file.read(), media.thumbnail.read()]

    def test_every_file_is_bare_afterwards_and_a_second_run_finds_nothing(self, run, old_files):
        image, _media = old_files
        assert "3 files bared" in run()
        assert [traces_in(content) for content in self.contents(*old_files)] == [[], [], []]
        fresh = Image.objects.get(pk=image.pk)
        assert fresh.file_size == fresh.file.size and fresh.file_hash
        assert not default_storage.exists(image.file.name)
        assert "0 files bared" in run()

    def test_a_dry_run_changes_nothing(self, run, old_files):
        before = self.contents(*old_files)
        assert "3 files would be bared" in run("--dry-run")
        assert self.contents(*old_files) == before

    def test_a_file_that_is_gone_is_named_and_passed_over(self, run, old_files):
        image, _media = old_files
        default_storage.delete(image.file.name)
        output = run()
        assert f"{image.file.name}: FileNotFoundError" in output
        assert "2 files bared" in output
