"""Chromium with the page open, and what a person does with it."""

import json
import pathlib
import time

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionBuilder
from selenium.webdriver.common.actions import interaction
from selenium.webdriver.common.actions.pointer_input import PointerInput
from selenium.webdriver.common.by import By

import handwriting

DESKTOP = (1280, 860)
TELEPHONE = (360, 740)

# What is on the page of a reading, in one look.
STATE = """
// A copy is looked at: Chromium would rather draw a canvas that is read often in another way.
const hasInk = (canvas) => {
  const copy = Object.assign(document.createElement("canvas"), { width: 28, height: 28 });
  const context = copy.getContext("2d");
  context.drawImage(canvas, 0, 0);
  return context.getImageData(0, 0, 28, 28).data.some((value, i) => i % 4 === 3 && value > 0);
};
const panels = [...document.querySelectorAll(".reading")].map((panel) => ({
  name: panel.querySelector(".reading-name").textContent,
  lines: [...panel.querySelectorAll(".comb-line")].map((line) => line.textContent.trim()),
  summary: panel.querySelector(".summary").textContent,
  columns: [...panel.querySelectorAll(".column")].map((column) => ({
    bars: [...column.querySelectorAll(".mark")].map((mark) => Number(mark.style.getPropertyValue("--part"))),
    active: column.classList.contains("active"),
    caption: column.querySelector("figcaption").textContent,
    ink: hasInk(column.querySelector("canvas")),
  })),
}));
const problem = document.getElementById("problem");
return {
  panels,
  problem: problem.hidden ? "" : problem.textContent,
  announcement: document.getElementById("announcement").textContent,
  language: document.documentElement.lang,
};
"""


class Browser:
    """One Chromium for all tests; `open` brings it into a state that no earlier test left anything in."""

    def __init__(self, address, chromium, chromedriver, screenshots):
        options = webdriver.ChromeOptions()
        options.binary_location = chromium
        for argument in [
            "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars",
            "--no-first-run", "--disable-background-networking", "--disable-component-update",
            f"--window-size={DESKTOP[0]},{DESKTOP[1]}",
        ]:
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(chromedriver))
        self.address = address
        self.screenshots = screenshots and pathlib.Path(screenshots)
        self.agent = self.driver.execute_script("return navigator.userAgent")
        # Requests of the page: identifier, address and what happened, in order.
        self.events = []

    def close(self):
        self.driver.quit()

    def open(self, language="en-US", dark=False, size=DESKTOP, touch=False, still=False, density=1):
        """Opens the page as somebody does who was never there."""
        self.command("Emulation.setUserAgentOverride", userAgent=self.agent, acceptLanguage=language)
        self.command("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce" if still else "no-preference"},
        ])
        self.command("Emulation.setTouchEmulationEnabled", enabled=touch, maxTouchPoints=5 if touch else 1)
        self.resize(*size, touch, density)
        self.driver.get(self.address)
        self.driver.execute_script("localStorage.clear()")
        self.reload()

    def reload(self):
        self.driver.get(self.address)
        self.until(lambda: self.run("return document.querySelectorAll('.model').length") > 0, "the models are listed")

    def resize(self, width, height, touch=False, density=1):
        self.command(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=density, mobile=touch)

    def command(self, name, **parameters):
        return self.driver.execute_cdp_cmd(name, parameters)

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def click(self, selector):
        self.find(selector).click()

    def keys(self, *keys, to="#ink"):
        self.find(to).send_keys(*keys)

    # What is read.

    @property
    def state(self):
        return self.run(STATE)

    @property
    def text(self):
        """What the first model read, line by line."""
        return self.state["panels"][0]["lines"]

    def until(self, condition, what, seconds=20):
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                self.shot("failure")
                raise AssertionError(f"{what}: not within {seconds} s; the page shows {json.dumps(self.state['panels'])[:600]}")
            time.sleep(0.03)

    def until_text(self, *lines):
        self.until(lambda: self.text == list(lines), f"{lines} is read")

    # The pen.

    def area(self):
        """The paper on the screen: left, top, width, height."""
        return self.run("""
            const ink = document.getElementById("ink");
            ink.scrollIntoView({ block: "nearest" });
            const area = ink.getBoundingClientRect();
            return [area.left, area.top, area.width, area.height];
        """)

    def write(self, text, kind=interaction.POINTER_MOUSE, left=0.12, height=0.55, lifts=True):
        """Writes characters from left to right; `lifts` says whether the pen leaves the paper at the end."""
        x, y, paper_width, paper_height = self.area()
        size = height * paper_height
        step = 0.95 * size
        pen = PointerInput(kind, kind)
        actions = ActionBuilder(self.driver, mouse=pen, duration=4)
        for place, character in enumerate(text):
            box_left = x + left * paper_width + place * step
            for stroke in handwriting.strokes(character, box_left, y + (paper_height - size) / 2, size):
                actions.pointer_action.move_to_location(round(stroke[0][0]), round(stroke[0][1])).pointer_down()
                for point in stroke[1:]:
                    actions.pointer_action.move_to_location(round(point[0]), round(point[1]))
                if lifts:
                    actions.pointer_action.pointer_up()
        actions.perform()
        return actions

    def point(self, x, y):
        """Clicks at a place of the paper, as fractions of its width and height."""
        left, top, width, height = self.area()
        actions = ActionBuilder(self.driver, mouse=PointerInput(interaction.POINTER_MOUSE, interaction.POINTER_MOUSE), duration=0)
        actions.pointer_action.move_to_location(round(left + x * width), round(top + y * height)).click()
        actions.perform()

    def ink(self):
        """How many of the paper's own pixels carry ink."""
        return self.run("""
            await new Promise(requestAnimationFrame);
            await new Promise(requestAnimationFrame);
            const ink = document.getElementById("ink");
            const copy = Object.assign(document.createElement("canvas"), { width: ink.width, height: ink.height });
            const context = copy.getContext("2d");
            context.drawImage(ink, 0, 0);
            const { data } = context.getImageData(0, 0, ink.width, ink.height);
            let count = 0;
            for (let i = 3; i < data.length; i += 4) count += data[i] > 127;
            return count;
        """)

    # What Chromium noted.

    def console(self):
        return self.driver.get_log("browser")

    def network(self):
        """The network's events since the first call, in order."""
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"].startswith("Network."):
                self.events.append(message)
        return self.events

    def shot(self, name):
        if self.screenshots:
            self.screenshots.mkdir(parents=True, exist_ok=True)
            self.driver.save_screenshot(str(self.screenshots / f"{name}.png"))
