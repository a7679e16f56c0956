"""Somebody who reads a page of this machine: with the eyes, the keyboard, or a screen reader."""

import base64
import time

from browser import Browser

KEYS = {"Tab": 9, "Enter": 13, " ": 32, "ArrowRight": 39, "ArrowLeft": 37, "ArrowUp": 38,
        "ArrowDown": 40, "Home": 36, "End": 35}


class Reader(Browser):
    """A browser that reaches this machine alone, with what a person does there."""

    def __init__(self, width=1366, height=768):
        super().__init__(width, height, reaches="127.0.0.1")
        self.earlier = []
        self.resize(width, height)

    def open(self, url):
        self.earlier += self.events
        super().open(url)

    def all_requests(self):
        """Of all pages that were opened."""
        self.settle()
        self.events, kept = self.earlier + self.events, self.events
        requests = self.requests()
        self.events = kept
        return requests

    def all_complaints(self):
        self.settle()
        self.events, kept = self.earlier + self.events, self.events
        complaints = self.complaints()
        self.events = kept
        return complaints

    def resize(self, width, height, mobile=False):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=mobile)

    def until(self, expression, seconds=20):
        """Waits until something is true on the page."""
        end = time.monotonic() + seconds
        while not self.value(expression):
            assert time.monotonic() < end, f"never came true: {expression}"
            time.sleep(0.02)

    def number_of(self, name):
        """The full digits of a number on the page."""
        return float(self.value(f"document.getElementById('{name}').value"))

    # Without eyes and without a mouse

    def press(self, key, times=1):
        text = {"Enter": "\r", " ": " "}.get(key)
        parameters = {
            "key": key, "code": "Space" if key == " " else key, "windowsVirtualKeyCode": KEYS[key]}
        for _ in range(times):
            if text:
                self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **parameters)
            else:
                self.call("Input.dispatchKeyEvent", type="rawKeyDown", **parameters)
            self.call("Input.dispatchKeyEvent", type="keyUp", **parameters)

    def tree(self):
        """The accessibility tree in its order, as (role, name, value, focused)."""
        nodes = []
        for node in self.call("Accessibility.getFullAXTree")["nodes"]:
            if node.get("ignored"):
                continue
            properties = {p["name"]: p["value"].get("value") for p in node.get("properties", [])}
            nodes.append((
                node["role"]["value"], node.get("name", {}).get("value", ""),
                properties.get("valuetext") or node.get("value", {}).get("value", ""),
                bool(properties.get("focused"))))
        return nodes

    def focused(self):
        found = [n for n in self.tree() if n[3] and n[0] != "RootWebArea"]
        return found[-1] if found else ("", "", "", False)

    def tab_to(self, role, name):
        """Presses Tab until the focus stands on a control of this role and name."""
        for _ in range(60):
            self.press("Tab")
            now = self.focused()
            if now[0] == role and name in now[1]:
                return now
        raise AssertionError(f"Tab never reaches {role} “{name}”")

    def picture(self, path, whole=False):
        data = self.call("Page.captureScreenshot", captureBeyondViewport=whole)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))
