"""English pages out of finished texts, quickly: wagtail-localize itself would ask the database 900 times for a page.

The rows are those that it would write, so afterwards the page is one like any other.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid5

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.fields import copy_synchronised_fields
from wagtail_localize.models import (
    OverridableSegment,
    String,
    StringSegment,
    StringTranslation,
    Template,
    TemplateSegment,
    TranslatableObject,
    Translation,
    TranslationContext,
    TranslationSource,
    get_schema_version,
)
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.ingest import ingest_segments
from wagtail_localize.segments.types import BaseValue
from wagtail_localize.strings import StringValue

from cms.core.scripts import HAN
from cms.languages.english import completed
from cms.languages.tree import free_slug


def missing_english(page: Page, phrases: Mapping[str, str]) -> list[str]:
    """The texts of a Chinese page that `phrases` (Chinese -> English) do not know; what has no Chinese needs none."""
    texts = [segment.string.data for segment in extract_segments(completed(page)) if _is_text(segment)]
    return [text for text in texts if HAN.search(text) and not phrases.get(text)]


def make_english(page: Page, parent: Page, locale: Locale, phrases: Mapping[str, str]) -> Page:
    """The English draft of a Chinese page below `parent`; `page` itself must not be used any more."""
    segments = extract_segments(completed(page))
    english = {
        segment.string.data: StringValue.from_translated_html(phrases.get(segment.string.data, segment.string.data))
        for segment in segments
        if _is_text(segment)
    }
    _Rows(page, locale).store(segments, english)
    translated = [
        StringSegmentValue(segment.path, english[segment.string.data], attrs=segment.attrs, order=segment.order)
        if _is_text(segment)
        else segment
        for segment in segments
        if not isinstance(segment, OverridableSegmentValue)
    ]
    made = type(page)(
        locale=locale,
        translation_key=page.translation_key,
        slug=free_slug(page, parent, locale),
        owner_id=page.owner_id,
        live=False,
    )
    copy_synchronised_fields(page, made)
    # Writes into the values of the Chinese page, which the new page now shares.
    ingest_segments(page, made, page.locale, locale, translated)
    return parent.add_child(instance=made)


def _is_text(segment: BaseValue) -> bool:
    return isinstance(segment, StringSegmentValue)


@dataclass
class _Rows:
    page: Page
    locale: Locale

    def store(self, segments: list[BaseValue], english: Mapping[str, StringValue]) -> None:
        object_, _created = TranslatableObject.objects.get_or_create_from_instance(self.page)
        source = self._source(object_)
        contexts = self._contexts(object_, {segment.path for segment in segments})
        strings = self._strings(set(english))
        templates = self._templates([segment for segment in segments if isinstance(segment, TemplateSegmentValue)])
        rows = {StringSegment: [], TemplateSegment: [], OverridableSegment: []}
        for segment in segments:
            common = {"source": source, "context": contexts[segment.path], "order": segment.order}
            if isinstance(segment, StringSegmentValue):
                attrs = json.dumps(segment.attrs, cls=DjangoJSONEncoder)
                rows[StringSegment].append(StringSegment(string=strings[segment.string.data], attrs=attrs, **common))
            elif isinstance(segment, TemplateSegmentValue):
                rows[TemplateSegment].append(TemplateSegment(template=templates[segment.template], **common))
            else:
                data = json.dumps(segment.data, cls=DjangoJSONEncoder)
                rows[OverridableSegment].append(OverridableSegment(data_json=data, **common))
        for model, items in rows.items():
            model.objects.bulk_create(items)
        Translation.objects.create(source=source, target_locale=self.locale)
        self._translations(rows[StringSegment], english)

    def _source(self, object_: TranslatableObject) -> TranslationSource:
        return TranslationSource.objects.create(
            object=object_,
            locale_id=self.page.locale_id,
            specific_content_type=ContentType.objects.get_for_model(type(self.page)),
            object_repr=str(self.page)[:200],
            content_json=self.page.to_json(),
            schema_version=get_schema_version(self.page._meta.app_label),
            last_updated_at=timezone.now(),
        )

    def _contexts(self, object_: TranslatableObject, paths: set[str]) -> dict[str, TranslationContext]:
        """`field_path` stays empty: the translation editor fills it in when it is opened."""
        made = [
            TranslationContext(object=object_, path=path, path_id=TranslationContext._get_path_id(path))
            for path in paths
        ]
        TranslationContext.objects.bulk_create(made)
        return {context.path: context for context in made}

    def _strings(self, texts: set[str]) -> dict[str, String]:
        """Strings are shared: other pages may have brought the same ones."""
        rows = [
            String(locale_id=self.page.locale_id, data=text, data_hash=String._get_data_hash(text)) for text in texts
        ]
        String.objects.bulk_create(rows, ignore_conflicts=True)
        hashes = [row.data_hash for row in rows]
        found = String.objects.filter(locale_id=self.page.locale_id, data_hash__in=hashes)
        return {string.data: string for string in found}

    def _templates(self, segments: list[TemplateSegmentValue]) -> dict[str, Template]:
        rows = {
            segment.template: Template(
                uuid=uuid5(uuid5(Template.BASE_UUID_NAMESPACE, segment.format), segment.template),
                template=segment.template,
                template_format=segment.format,
                string_count=segment.string_count,
            )
            for segment in segments
        }
        Template.objects.bulk_create(rows.values(), ignore_conflicts=True)
        found = Template.objects.filter(uuid__in=[row.uuid for row in rows.values()])
        return {template.template: template for template in found}

    def _translations(self, segments: list[StringSegment], english: Mapping[str, StringValue]) -> None:
        rows = {
            (segment.string_id, segment.context_id): StringTranslation(
                translation_of=segment.string,
                context=segment.context,
                locale=self.locale,
                data=english[segment.string.data].data,
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            )
            for segment in segments
        }
        StringTranslation.objects.bulk_create(rows.values())
