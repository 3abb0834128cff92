from wagtail.admin.rich_text import DraftailRichTextArea


class RichTextArea(DraftailRichTextArea):
    """Wagtail's editor without the hint in empty texts, for which it writes a style sheet into the page.

    The admin's Content-Security-Policy forbids that, and the hint speaks of blocks that our texts do not have.
    """

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.options["placeholder"] = None
