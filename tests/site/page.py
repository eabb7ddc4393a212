"""A page in a browser that Playwright cannot drive, with Playwright's names for what a test does with it."""

import base64
import json
import time
from pathlib import Path

from browser import PATIENCE

# As WebDriver writes them, https://www.w3.org/TR/webdriver2/#keyboard-actions.
KEYS = {
    "Backspace": "\ue003",
    "Tab": "\ue004",
    "Enter": "\ue007",
    "Shift": "\ue008",
    "Control": "\ue009",
    "Alt": "\ue00a",
    "Escape": "\ue00c",
    "End": "\ue010",
    "Home": "\ue011",
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
    "Delete": "\ue017",
    "\n": "\ue007",
}
# The middle of an element when it can be hit there, else nothing.
TARGET = """selector => {
    const element = document.querySelector(selector)
    element?.scrollIntoView({block: "center", behavior: "instant"})
    const {left, top, width, height} = element?.getBoundingClientRect() ?? {}
    const x = Math.round(left + width / 2), y = Math.round(top + height / 2)
    const hit = width && document.elementFromPoint(x, y)
    return hit && (element.contains(hit) || hit.contains(element)) ? [x, y] : null
}"""


def _call(script, argument):
    """JavaScript for the value of an expression, or of a function called with the argument."""
    call = f"typeof value === 'function' ? value({json.dumps(argument)}) : value"
    return f"(value => {call})({script})"


class Page:
    """What a kind of browser adds: ``goto``, ``reload``, ``set_viewport_size``, ``_run``, ``_act``, ``_picture``.

    ``elsewhere`` has the addresses, outside of this machine, that the browser asked for since it was started.
    """

    def __init__(self, elsewhere):
        self.elsewhere = elsewhere
        self.keyboard = _Keyboard(self)
        self.mouse = _Mouse(self)

    def evaluate(self, script, argument=None):
        """The value, as JSON has it, of an expression, or of a function called with the argument; awaited."""
        value = f"(async () => JSON.stringify(await {_call(script, argument)}) ?? 'null')()"
        return json.loads(self._run(value))

    def wait_for_function(self, script, argument=None, timeout=PATIENCE):
        """The value of a script as soon as it is true, as JavaScript sees it."""
        end = time.monotonic() + timeout / 1000
        truth = f"(async () => {{ const value = await {_call(script, argument)}; return value ? {{value}} : null }})()"
        while not (found := self.evaluate(truth)):
            if time.monotonic() > end:
                raise TimeoutError(f"not within {timeout} ms: {script}")
            time.sleep(0.05)
        return found["value"]

    def wait_for_selector(self, selector, timeout=PATIENCE):
        self.wait_for_function("selector => !!document.querySelector(selector)", selector, timeout)

    def wait_for_timeout(self, milliseconds):
        time.sleep(milliseconds / 1000)

    def inner_text(self, selector):
        self.wait_for_selector(selector)
        return self.evaluate("selector => document.querySelector(selector).innerText", selector)

    def click(self, selector, timeout=PATIENCE):
        """Press the mouse in the middle of an element, as soon as it can be hit there."""
        x, y = self.wait_for_function(TARGET, selector, timeout)
        move = {"type": "pointerMove", "x": x, "y": y, "duration": 0, "origin": "viewport"}
        press = [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        self._act({"type": "pointer", "id": "mouse", "actions": [move, *press]})

    def fill(self, selector, text):
        """Replace what is in a text field, or in an editor, by typing."""
        self.click(selector)
        self.evaluate("document.execCommand('selectAll')")
        self.keyboard.press("Delete")
        self.keyboard.type(text)

    def screenshot(self, path):
        Path(path).write_bytes(base64.b64decode(self._picture()))


class _Keyboard:
    def __init__(self, page):
        self.page = page

    def press(self, keys):
        """A key, or several at once: ``"Tab"``, ``"Control+Enter"``."""
        values = [KEYS.get(key, key) for key in keys.split("+")]
        down = [{"type": "keyDown", "value": value} for value in values]
        up = [{"type": "keyUp", "value": value} for value in reversed(values)]
        self.page._act({"type": "key", "id": "keyboard", "actions": [*down, *up]})

    def type(self, text):
        actions = [
            {"type": kind, "value": KEYS.get(letter, letter)}
            for letter in text
            for kind in ("keyDown", "keyUp")
        ]
        if actions:
            self.page._act({"type": "key", "id": "keyboard", "actions": actions})


class _Mouse:
    def __init__(self, page):
        self.page = page

    def wheel(self, right, down):
        turn = {"type": "scroll", "x": 10, "y": 10, "deltaX": right, "deltaY": down, "duration": 0}
        self.page._act({"type": "wheel", "id": "wheel", "actions": [turn | {"origin": "viewport"}]})
