"""Somebody on a sofa: the screen by remote control, and what can be seen from there."""

import io

from PIL import Image
from playwright.sync_api import BrowserContext, Page
from zxingcpp import read_barcodes

from tests.e2e.platform import Platform

# Of each side, without words.
SAFE = 0.05
# What a view shows of itself; the element of the whole view has no size.
READY = ".hero, .slide, .guide h1, .item h1, .gallery img, .qr-large img, .alert, .notice .title"

# Every piece of text that can be seen: its words, its box cut off at what hides the rest, its size.
SEEN_TEXT = """() => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!node.textContent.trim() || !parent.offsetWidth) continue;
    if (parent.closest("[hidden], .unseen, svg, script, noscript")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      let [left, top, right, bottom] = [box.left, box.top, box.right, box.bottom];
      for (let above = parent; above; above = above.parentElement) {
        if (getComputedStyle(above).overflowX === "visible") continue;
        const frame = above.getBoundingClientRect();
        left = Math.max(left, frame.left); top = Math.max(top, frame.top);
        right = Math.min(right, frame.right); bottom = Math.min(bottom, frame.bottom);
      }
      if (right - left < 2 || bottom - top < 2) continue;
      const [x, y] = [(left + right) / 2, (top + bottom) / 2];
      const topmost = document.elementFromPoint(x, y);
      if (!topmost || !(topmost.contains(parent) || parent.contains(topmost))) continue;
      const size = parseFloat(getComputedStyle(parent).fontSize);
      found.push({ text: node.textContent.trim().slice(0, 20), left, top, right, bottom, size });
    }
  }
  return found;
}"""
FOCUS = """() => {
  const node = document.querySelector(".is-focused");
  if (!node) return null;
  const box = node.getBoundingClientRect(), style = getComputedStyle(node);
  const scale = new DOMMatrix(style.transform === "none" ? "" : style.transform).a;
  return { name: node.className, active: document.activeElement === node, scale, border: style.borderTopColor,
    left: box.left, top: box.top, right: box.right, bottom: box.bottom, words: node.textContent.trim() };
}"""


class Television:
    def __init__(self, platform: Platform, context: BrowserContext, width: int = 1920, height: int = 1080) -> None:
        self.platform, self.page = platform, context.new_page()
        self.width, self.height = width, height
        self.page.set_viewport_size({"width": width, "height": height})

    def open(self, host: str, path: str = "/tv/") -> Page:
        """With the keys of the remote control that the path names."""
        if "?keys=" in path:
            with self.page.expect_response("**/keymap*.json"):
                self.page.goto(self.platform.url(host, path))
        else:
            self.page.goto(self.platform.url(host, path))
        self.page.wait_for_selector(READY, timeout=20_000)
        return self.page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def wait(self, expression: str) -> None:
        """Until it is true. `wait_for_function` evaluates inside of the page, where the policy forbids that."""
        for _try in range(100):
            if self.page.evaluate(expression):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"Not true within ten seconds: {expression}")

    def focus(self) -> dict:
        return self.page.evaluate(FOCUS)

    def seen(self) -> list[dict]:
        return self.page.evaluate(SEEN_TEXT)

    def faults(self) -> list[str]:
        """What R-1, R-3 and R-4 have against what is on the screen now."""
        scale = self.height / 1080
        across, down = SAFE * self.width - 1, SAFE * self.height - 1
        texts = self.seen()
        found = [
            f"outside the safe area: {text}"
            for text in texts
            if text["left"] < across
            or text["top"] < down
            or text["right"] > self.width - across
            or text["bottom"] > self.height - down
        ]
        found += [f"too small: {text}" for text in texts if text["size"] < 24 * scale - 0.1]
        return found if texts else ["Nothing can be read."]

    def focus_faults(self) -> list[str]:
        focus = self.focus()
        if focus is None:
            return ["Nothing has the focus."]
        inside = focus["left"] >= 0 and focus["top"] >= 0
        inside = inside and focus["right"] <= self.width and focus["bottom"] <= self.height
        grown = focus["scale"] > 1.01 or "text" in focus["name"]
        seen = inside and grown and focus["active"] and focus["border"] == "rgb(255, 255, 255)"
        return [] if seen else [f"The focus is not to be seen: {focus}"]

    def codes(self) -> list[str]:
        """Addresses in the QR codes of a picture of the screen."""
        picture = Image.open(io.BytesIO(self.page.screenshot()))
        return [code.text for code in read_barcodes(picture)]
