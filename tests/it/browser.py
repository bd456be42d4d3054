"""Opens pages in Chromium and prints what is wrong with each: `browser.py <chromium> <page.html>...`

A page is named after its kind and then, after a hyphen, its language. One line for each fault, `<file>: <kind>: <what>`, and
at the end how many pages were seen. Checked are the rules of axe-core (wide and light, narrow and dark, with everything unfolded), what the console says, what is asked for besides the page, whether
the page is wider than the window or the sheet, whether it is complete without scripts, and how many sides of A4 it prints on.

The browser is spoken to through two pipes, in its own protocol, so that nothing but the browser and axe-core is needed.
With `--keep <folder>` pictures and prints are left there, to be looked at.
"""

import base64
import fcntl
import importlib.util
import json
import os
import re
import select
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WIDE, NARROW = 1280, 400
# The width between the margins of a printed page, 186 of 210 mm at 96 dots an inch.
SHEET = 703
PATIENCE = 60

# What a reader gets out of a page: its headings and tables, in order, as far as they are shown.
CONTENT = """(() => {
  document.querySelectorAll("details").forEach(d => d.open = true);
  const text = e => e.textContent.replace(/\\s+/g, " ").trim();
  return [...document.querySelectorAll("h1,h2,h3,h4,h5,h6,table")]
    .filter(e => e.checkVisibility()).map(e => e.tagName + " " + text(e));
})()"""
# How far the document is wider than its window, and what sticks out of it.
OVERFLOW = """(() => {
  const root = document.documentElement;
  if (root.scrollWidth <= innerWidth) return null;
  const clipped = e => e && e !== document.body &&
    (getComputedStyle(e).overflowX !== "visible" || clipped(e.parentElement));
  const out = [...document.body.querySelectorAll("*")].filter(e =>
    e.getBoundingClientRect().right > innerWidth + 1 && !clipped(e.parentElement));
  return root.scrollWidth + " px in " + innerWidth + ": " +
    out.slice(0, 3).map(e => e.tagName.toLowerCase() + "." + (e.getAttribute("class") || "")).join(", ");
})()"""
AXE = """axe.run(document, {resultTypes: ["violations"]}).then(r => r.violations.map(v =>
  v.id + ": " + v.help + ": " + v.nodes.length + " x, " + v.nodes[0].target.join(" ") + ", " +
  v.nodes[0].failureSummary.replace(/\\s+/g, " ")))"""
# Contrast is measured text by text, which takes most of the time. Of children of one element that are built alike, with the same
# classes, only the first is kept for it: they have the same colours.
THINNED = """(() => {
  const built = e => e.tagName + "." + (e.getAttribute("class") || "") + (e.getAttribute("style") || "") +
    "(" + [...new Set([...e.children].map(built))].join() + ")";
  const thin = parent => {
    const seen = new Set();
    for (const child of [...parent.children]) {
      const how = built(child);
      if (seen.has(how)) child.remove();
      else { seen.add(how); thin(child); }
    }
  };
  thin(document.body);
})()"""
# Rules that are about the whole page, and those for which the thinned one will do.
WHOLE = AXE.replace("document, {", 'document, {rules: {"color-contrast": {enabled: false}}, ')
THIN = AXE.replace("document, {", 'document, {runOnly: ["color-contrast", "link-in-text-block", "scrollable-region-focusable"], ')


class Browser:
    """Chromium without a window, and one page in it."""

    def __init__(self, chromium, profile):
        from_us, to_us = os.pipe(), os.pipe()
        fixed = {3: from_us[0], 4: to_us[1]}

        def take_places():
            # The browser reads at 3 and writes at 4. They are moved out of the way first, as either may stand there.
            aside = {place: fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for place, end in fixed.items()}
            for place, end in aside.items():
                os.dup2(end, place)

        flags = "--headless=new --no-sandbox --disable-gpu --remote-debugging-pipe --no-first-run --hide-scrollbars"
        quiet = "--disable-dev-shm-usage --disable-extensions --disable-background-networking --disable-sync"
        self.process = subprocess.Popen(
            [chromium, *flags.split(), *quiet.split(), f"--user-data-dir={profile}", "about:blank"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            close_fds=False,
            preexec_fn=take_places,
        )
        os.close(from_us[0])
        os.close(to_us[1])
        self.out, self.into = from_us[1], to_us[0]
        self.rest, self.number, self.session, self.events = b"", 0, None, []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "Network"]:
            self.ask(f"{domain}.enable")

    def message(self):
        until = time.monotonic() + PATIENCE
        while b"\0" not in self.rest:
            if not select.select([self.into], [], [], max(0, until - time.monotonic()))[0]:
                raise TimeoutError(f"the browser says nothing for {PATIENCE} s")
            read = os.read(self.into, 1 << 20)
            if not read:
                raise EOFError("the browser has ended")
            self.rest += read
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def ask(self, method, **parameters):
        self.number += 1
        question = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            question["sessionId"] = self.session
        rest = json.dumps(question).encode() + b"\0"
        while rest:
            rest = rest[os.write(self.out, rest) :]
        while True:
            message = self.message()
            if message.get("id") == self.number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]
            self.events.append(message)

    def evaluate(self, expression):
        answer = self.ask("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def open(self, address, scripts=True):
        """Loads a page; gives back once it is complete."""
        self.ask("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.events.clear()
        self.ask("Page.navigate", url=address)
        while not any(e.get("method") == "Page.loadEventFired" for e in self.events):
            self.events.append(self.message())

    def look(self, width, colours="light", media=""):
        """The window is so wide from now on."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        features = [{"name": "prefers-color-scheme", "value": colours}]
        self.ask("Emulation.setEmulatedMedia", media=media, features=features)

    def told(self, address):
        """What the console was told and what was asked for besides the page, since it was opened."""
        for event in self.events:
            kind, of = event.get("method"), event.get("params", {})
            if kind == "Runtime.consoleAPICalled":
                yield "console", " ".join(str(a.get("value", a.get("description"))) for a in of["args"])
            elif kind == "Runtime.exceptionThrown":
                details = of["exceptionDetails"]
                yield "console", details.get("exception", {}).get("description", details["text"])
            elif kind == "Log.entryAdded":
                yield "console", of["entry"]["text"]
            elif kind == "Network.requestWillBeSent" and of["request"]["url"] != address:
                yield "request", of["request"]["url"][:200]

    def end(self):
        try:
            self.session = None
            self.ask("Browser.close")
        except (OSError, EOFError):
            pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()


def faults(browser, page, axe, contrast, keep):
    """What is wrong with a page, as pairs of a kind and what it is, and on how many sides it prints."""
    address = page.resolve().as_uri()
    found = []
    browser.look(WIDE)
    browser.open(address)
    for width in [WIDE, NARROW]:
        browser.look(width)
        wider = browser.evaluate(OVERFLOW)
        found += [("wider", wider)] if wider else []
        if keep:
            shot = browser.ask("Page.captureScreenshot", captureBeyondViewport=True)
            (keep / f"{page.stem}-{width}.png").write_bytes(base64.b64decode(shot["data"]))
    # Printed as it stands when it is opened: the page's own script may unfold parts.
    browser.look(WIDE)
    printed = browser.ask("Page.printToPDF", preferCSSPageSize=True, paperWidth=8.27, paperHeight=11.69, printBackground=False)
    pdf = base64.b64decode(printed["data"])
    sides = len(re.findall(rb"/Type\s*/Page\b", pdf))
    if keep:
        (keep / f"{page.stem}.pdf").write_bytes(pdf)
    browser.look(SHEET, media="print")
    wider = browser.evaluate(OVERFLOW)
    found += [("wider", f"printed: {wider}")] if wider else []
    browser.look(WIDE)
    with_scripts = browser.evaluate(CONTENT)
    browser.evaluate(axe)
    found += [("axe", fault) for fault in browser.evaluate(WHOLE)]
    if contrast:
        browser.evaluate(THINNED)
    for width, colours in [(WIDE, "light"), (NARROW, "dark")] if contrast else []:
        browser.look(width, colours)
        found += [("axe", f"{width} px, {colours}: {fault}") for fault in browser.evaluate(THIN)]
    found += browser.told(address)
    browser.look(WIDE)
    browser.open(address, scripts=False)
    without = browser.evaluate(CONTENT)
    lacking = [w for w in with_scripts if w not in without]
    found += [("scripts", f"only with scripts: {what[:120]}") for what in lacking]
    if not with_scripts:
        found.append(("scripts", "no headings and no tables"))
    return found, sides


def main():
    arguments, keep = sys.argv[1:], None
    if arguments[0] == "--keep":
        keep = Path(arguments[1])
        keep.mkdir(parents=True, exist_ok=True)
        arguments = arguments[2:]
    chromium, *pages = arguments
    of_axe = Path(importlib.util.find_spec("axe_playwright_python").origin).with_name("axe.min.js")
    axe = of_axe.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(chromium, profile)
        try:
            kinds = set()
            for page in map(Path, pages):
                # A page has the same colours in every language.
                kind = page.stem.split("-")[0]
                found, sides = faults(browser, page, axe, kind not in kinds, keep)
                kinds.add(kind)
                for kind, what in found:
                    print(f"{page.name}: {kind}: {what}")
                print(f"{page.name}: sides: {sides}")
        finally:
            browser.end()
    print(f"{len(pages)} pages seen")


main()
