"""A machine translator behind an HTTP address that speaks LibreTranslate's protocol.

Set TRANSLATOR_URL to switch it on. What it writes is marked as machine-made and never goes live before a person has
confirmed it (`english_state.obstacles`).
"""

from collections.abc import Collection, Iterator

import requests
from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail_localize.machine_translators.libretranslate import LibreTranslator
from wagtail_localize.strings import StringValue, validate_translation_links

CONNECT_SECONDS = 5
ANSWER_SECONDS = 30
SENTENCES_PER_REQUEST = 25


class TranslatorError(Exception):
    """The service gave no usable translation; the message is for editors."""


class Translator(LibreTranslator):
    display_name = "LibreTranslate"

    def translate(
        self, source_locale: Locale, target_locale: Locale, strings: Collection[StringValue]
    ) -> dict[StringValue, StringValue]:
        languages = {
            "source": self.language_code(source_locale.language_code),
            "target": self.language_code(target_locale.language_code),
        }
        waiting, found = list(strings), {}
        for start in range(0, len(waiting), SENTENCES_PER_REQUEST):
            batch = waiting[start : start + SENTENCES_PER_REQUEST]
            texts = self._ask({"q": [string.data for string in batch], "format": "html", **languages})
            found |= dict(self._usable(batch, texts))
        return found

    def _ask(self, question: dict) -> list:
        if key := self.options["API_KEY"]:
            question = {**question, "api_key": key}
        try:
            answer = requests.post(
                f"{self.get_api_endpoint().rstrip('/')}/translate",
                json=question,
                timeout=(CONNECT_SECONDS, ANSWER_SECONDS),
                allow_redirects=False,
            )
        except requests.Timeout as error:
            raise TranslatorError(_("The translation service did not answer in time. Try again later.")) from error
        except requests.RequestException as error:
            raise TranslatorError(_("The translation service cannot be reached. Try again later.")) from error
        if answer.status_code != requests.codes.ok:
            message = _("The translation service refused the request (status %(status)s). Try again later.")
            raise TranslatorError(message % {"status": answer.status_code})
        try:
            texts = answer.json()["translatedText"]
        except (ValueError, KeyError, TypeError) as error:
            raise TranslatorError(_("The translation service answered something that cannot be read.")) from error
        if not isinstance(texts, list) or len(texts) != len(question["q"]):
            raise TranslatorError(_("The translation service answered something that cannot be read."))
        return texts

    def _usable(self, strings: Collection[StringValue], texts: list) -> Iterator[tuple[StringValue, StringValue]]:
        """Leaves out what would not fit into the page: no text, forbidden or unknown markup."""
        for string, text in zip(strings, texts, strict=True):
            if not isinstance(text, str) or not text.strip():
                continue
            try:
                validate_translation_links(string.data, text)
                yield string, StringValue.from_translated_html(text)
            except ValueError:
                continue
