"""A headless Chromium driven over its DevTools pipe, with nothing but the standard library."""

import json
import os
import shutil
import subprocess
import tempfile
import time

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


class Page:
    """One tab: what it asked for, what it said on its console, and what can be done with it."""

    def __init__(self, width=1366, height=768):
        self.profile = tempfile.mkdtemp(prefix="denchi-page-")
        to_browser, self.out = os.pipe()
        self.back, from_browser = os.pipe()

        def connect():
            # Chromium reads its commands from descriptor 3 and answers on 4.
            spare = [os.dup2(to_browser, 60), os.dup2(from_browser, 61)]
            os.dup2(spare[0], 3)
            os.dup2(spare[1], 4)

        self.process = subprocess.Popen(
            [CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync",
             "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
             f"--user-data-dir={self.profile}", "--remote-debugging-pipe", "--lang=en",
             f"--window-size={width},{height}", "about:blank"],
            preexec_fn=connect, pass_fds=(3, 4), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.buffer = b""
        self.number = 0
        self.session = None
        self.requests, self.console = [], []
        targets = self.call("Target.getTargets")["targetInfos"]
        tab = next(t["targetId"] for t in targets if t["type"] == "page")
        self.session = self.call(
            "Target.attachToTarget", targetId=tab, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log", "Accessibility", "DOM"):
            self.call(f"{domain}.enable")
        self.resize(width, height)

    def close(self):
        try:
            self.session = None
            self.call("Browser.close")
        except (OSError, RuntimeError):
            pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        os.close(self.out)
        os.close(self.back)
        shutil.rmtree(self.profile, ignore_errors=True)

    # The wire

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]

    def receive(self):
        while b"\0" not in self.buffer:
            data = os.read(self.back, 1 << 16)
            if not data:
                raise RuntimeError("the browser is gone")
            self.buffer += data
        line, self.buffer = self.buffer.split(b"\0", 1)
        message = json.loads(line)
        self.note(message)
        return message

    def note(self, message):
        method, parameters = message.get("method"), message.get("params", {})
        if method == "Network.requestWillBeSent":
            self.requests.append(parameters["request"]["url"])
        elif method == "Runtime.consoleAPICalled":
            self.console.append(str(parameters["args"]))
        elif method == "Runtime.exceptionThrown":
            self.console.append(str(parameters["exceptionDetails"]))
        elif method == "Log.entryAdded":
            self.console.append(parameters["entry"]["text"])

    # What a person does

    def open(self, link):
        self.call("Page.navigate", url=link)
        self.until("document.readyState === 'complete'")

    def resize(self, width, height, mobile=False):
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
            mobile=mobile)

    def ask(self, expression):
        answer = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def until(self, expression, seconds=20):
        end = time.monotonic() + seconds
        while not self.ask(expression):
            assert time.monotonic() < end, f"never came true: {expression}"
            time.sleep(0.02)

    def press(self, key, times=1):
        codes = {"Tab": 9, "Enter": 13, " ": 32, "ArrowRight": 39, "ArrowLeft": 37, "ArrowUp": 38,
                 "ArrowDown": 40, "Home": 36, "End": 35, "PageUp": 33, "PageDown": 34}
        text = {"Enter": "\r", " ": " "}.get(key)
        for _ in range(times):
            down = {"text": text} if text else {}
            self.call(
                "Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", key=key,
                code="Space" if key == " " else key, windowsVirtualKeyCode=codes[key], **down)
            self.call(
                "Input.dispatchKeyEvent", type="keyUp", key=key,
                code="Space" if key == " " else key, windowsVirtualKeyCode=codes[key])

    def tree(self):
        """The accessibility tree as (role, name, value, focused) in its order."""
        nodes = []
        for node in self.call("Accessibility.getFullAXTree")["nodes"]:
            if node.get("ignored"):
                continue
            properties = {p["name"]: p["value"].get("value") for p in node.get("properties", [])}
            nodes.append(
                (node["role"]["value"], node.get("name", {}).get("value", ""),
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
        import base64
        data = self.call("Page.captureScreenshot", captureBeyondViewport=whole)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))

    def number_of(self, name):
        """The full digits of a number on the page."""
        return float(self.ask(f"document.getElementById('{name}').value"))
