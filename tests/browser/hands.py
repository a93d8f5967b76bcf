"""The hands of a person at the admin, which count what they do."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


PATIENCE = 20_000  # milliseconds, for a server that other tests keep busy
PASTE = """(element, html) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", new DOMParser().parseFromString(html, "text/html").body.textContent);
    element.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: data }));
}"""


class Hands:
    """Clicks and typing. ``count`` is how many fields were filled in, buttons pressed and choices made."""

    def __init__(self, page: "Page") -> None:
        self.page = page
        self.count = 0
        page.set_default_timeout(PATIENCE)
        self.steps: dict[str, int] = {}
        self.step = ""

    def begin(self, step: str) -> None:
        self.step = step

    def _note(self) -> None:
        self.count += 1
        self.steps[self.step] = self.steps.get(self.step, 0) + 1

    def click(self, target: "Locator", **options: Any) -> None:
        self._note()
        target.click(**options)

    def fill(self, field: "Locator", text: str) -> None:
        """Fill in a field, and leave it as people do with the next click: that closes a calendar."""
        self._note()
        field.fill(text)
        field.blur()

    def write(self, field: "Locator", text: str) -> None:
        """Type key by key, where a script follows the keys."""
        self._note()
        field.click()
        self.page.keyboard.type(text)

    def paste(self, field: "Locator", html: str) -> None:
        """Paste what another program has copied."""
        self._note()
        field.evaluate(PASTE, html)

    def choose(self, field: "Locator", option: str) -> None:
        self._note()
        field.select_option(option)

    def attach(self, field: "Locator", file: Any) -> None:
        self._note()
        field.set_input_files(file)

    def press(self, keys: str) -> None:
        self._note()
        self.page.keyboard.press(keys)
