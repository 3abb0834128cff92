"""What is behind a button that only opens: `core/confirm.html`, as a page has it."""


def takes_two_steps(text: str, button: str) -> bool:
    """The button with this name and value is on the page once, and out of sight before something else was pressed."""
    steps = [part.partition("</details>")[0] for part in text.split('<details class="confirm">')[1:]]
    behind = [step.partition("</summary>")[2] for step in steps]
    return text.count(button) == 1 and sum(button in step for step in behind) == 1
