"""Collections, the illustrations in the shared one, topics and pen names."""

from django.core.files.images import ImageFile
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.models import Collection
from willow.image import Image as WillowImage

from cms.pages.commentary.models import PenName
from cms.pages.news.models import Topic
from sites.models import SharedCollection
from sites.provisioning.run import Action, Run
from sites.provisioning.starter import IMAGES, load_common

SHARED = "shared"
SHARED_NAME = "全州共享素材"
CREDIT = "云上恩施插画（示例）"
CREDIT_EN = "Yunshang Enshi illustration (sample)"


def build_collections(run: Run) -> None:
    """One collection per site and one that the prefecture shares with all of them."""
    _build_collection(run, SHARED, SHARED_NAME)
    SharedCollection.objects.get_or_create(collection=run.collections[SHARED])
    for entry in run.entries:
        if entry in run.selected or entry.slug in run.homes:
            _build_collection(run, entry.slug, entry.short_name)


def _build_collection(run: Run, slug: str, name: str) -> None:
    key = f"collection/{slug}"
    collection = Collection.objects.filter(pk=run.records.get(key)).first()
    if collection is None:
        root = Collection.get_first_root_node()
        collection = root.get_children().filter(name=name).first() or root.add_child(name=name)
        run.records.put(key, collection.pk)
        run.note(Action.CREATED, None, _("collection %(name)s") % {"name": name})
    run.collections[slug] = collection


def build_pictures(run: Run) -> None:
    """The illustrations that starter content names by key; one that was deleted stays deleted."""
    images = get_image_model().objects
    existing = set(images.values_list("pk", flat=True))
    for key, texts in load_common()["images"].items():
        record = f"image/{key}"
        if record in run.records:
            number = run.records.get(record)
            run.images[key] = number if number in existing else None
            continue
        image = _new_picture(run, key, texts)
        run.images[key] = image.pk
        run.records.put(record, image.pk)
        run.note(Action.CREATED, None, _("picture %(title)s") % {"title": image.title})


def _new_picture(run: Run, key: str, texts: dict[str, str]):
    path = IMAGES / f"{key}.jpg"
    with path.open("rb") as stream:
        width, height = WillowImage.open(stream).get_size()
        image = get_image_model()(
            title=texts["title"],
            description=texts["description"],
            description_en=texts["description_en"],
            credit=CREDIT,
            credit_en=CREDIT_EN,
            licence="own",
            collection=run.collections[SHARED],
            width=width,
            height=height,
            file_size=path.stat().st_size,
        )
        if run.dry_run:
            # Naming a file without opening it makes the row complete and leaves the storage alone.
            image.file.name = f"original_images/{path.name}"
        else:
            image.file.save(path.name, ImageFile(stream), save=False)
            run.written_files.append((image.file.storage, image.file.name))
        image.save()
    return image


def build_vocabulary(run: Run) -> None:
    for topic in load_common()["topics"]:
        _build_term(run, "topic", Topic, **topic)
    for pen_name in load_common()["pen_name"]:
        _build_term(run, "pen_name", PenName, **pen_name)


def _build_term(run: Run, kind: str, model: type[Topic] | type[PenName], name: str, **values: str) -> None:
    record = f"{kind}/{name}"
    if record in run.records:
        return
    term, created = model.objects.get_or_create(name=name, defaults=values)
    run.records.put(record, term.pk)
    if created:
        run.note(Action.CREATED, None, f"{model._meta.verbose_name} {name}")
