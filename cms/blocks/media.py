"""Video and audio from our own library."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtailmedia.blocks import AudioChooserBlock as MediaLibraryAudioBlock
from wagtailmedia.blocks import VideoChooserBlock as MediaLibraryVideoBlock


class _RecordingBlock(blocks.StructBlock):
    caption = blocks.CharBlock(label=_("Caption"), max_length=120, required=False)
    transcript = blocks.TextBlock(
        label=_("Transcript"),
        required=False,
        help_text=_("What is said and shown, for those who cannot hear or see it. Empty: the recording's own."),
    )


class VideoBlock(_RecordingBlock):
    media = MediaLibraryVideoBlock(label=_("Video"))

    class Meta:
        icon = "media"
        label = _("Video")
        label_format = "{caption}"
        description = _("A video of our library with caption and transcript.")
        template = "blocks/video.html"
        preview_value = {"media": None, "caption": "视频：云海（示例）", "transcript": "云从山谷漫上来。"}


class AudioBlock(_RecordingBlock):
    media = MediaLibraryAudioBlock(label=_("Audio"))

    class Meta:
        icon = "wagtailmedia-audio"
        label = _("Audio")
        label_format = "{caption}"
        description = _("A recording of our library with caption and transcript.")
        template = "blocks/audio.html"
        preview_value = {"media": None, "caption": "录音：龙船调（示例）", "transcript": "男女对唱。"}
