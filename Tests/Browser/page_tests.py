#!/usr/bin/env python3
"""Tests the page in a real Chromium, against a real digits-server.

    python page_tests.py --server .build/release/digits-server --digits .build/release/digits [--screenshots FOLDER]

Needs selenium, pillow and axe-core-python from PyPI, and chromium and chromedriver; `make browser-test` installs them.
"""

import argparse
import base64
import pathlib
import shutil
import sys
import tempfile
import unittest

from axe_core_python.selenium import Axe
from selenium.webdriver.common.action_chains import ActionBuilder
from selenium.webdriver.common.actions import interaction
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import photo
from browser import DESKTOP, TELEPHONE, Browser
from server import Server

options = None
server = None
browser = None
picture = None
middles = None


def setUpModule():
    global server, browser, picture, middles
    unittest.addModuleCleanup(tidy)
    folder = tempfile.mkdtemp()
    unittest.addModuleCleanup(shutil.rmtree, folder)
    picture = pathlib.Path(folder) / "photo.jpg"
    middles = photo.write(options.digits, picture)
    server = Server(options.server)
    server.start()
    browser = Browser(server.address, options.chromium, options.chromedriver, options.screenshots)


def tidy():
    if browser:
        browser.close()
    if server:
        server.stop()


class PageTest(unittest.TestCase):
    """A test that ends with a silent console and no request to anyone but the server."""

    def setUp(self):
        self.expected_complaints = lambda entry: False

    def tearDown(self):
        complaints = [entry["message"] for entry in browser.console() if not self.expected_complaints(entry)]
        self.assertEqual(complaints, [], "the console")
        addresses = {
            event["params"]["request"]["url"]
            for event in browser.network()
            if event["method"] == "Network.requestWillBeSent"
        }
        self.assertIn(f"{server.address}/v1/models", addresses)
        strangers = [a for a in addresses if not a.startswith((f"{server.address}/", "data:", "blob:"))]
        self.assertEqual(strangers, [], "requests to others")


class Writing(PageTest):
    def test_digits_drawn_with_a_mouse_are_recognised(self):
        browser.open()
        for digit in "0123456789":
            with self.subTest(digit=digit):
                browser.write(digit, left=0.35)
                browser.until_text(digit)
                browser.click("#clear")
                browser.until_text("")

    def test_digits_drawn_with_a_finger_are_recognised_and_do_not_scroll_the_page(self):
        browser.open(size=TELEPHONE, touch=True)
        before = browser.run("return scrollY")
        for digit in "0123456789":
            with self.subTest(digit=digit):
                browser.write(digit, kind=interaction.POINTER_TOUCH, left=0.35)
                browser.until_text(digit)
                self.assertEqual(browser.run("return scrollY"), before)
                browser.click("#clear")
                browser.until_text("")

    def test_digits_drawn_with_a_pen_are_recognised(self):
        browser.open()
        browser.write("5", kind=interaction.POINTER_PEN, left=0.35)
        browser.until_text("5")

    def test_reads_while_the_pen_is_down(self):
        browser.open()
        pen = browser.write("7", left=0.35, lifts=False)
        browser.until_text("7")
        column = browser.state["panels"][0]["columns"][0]
        self.assertEqual(max(range(10), key=column["bars"].__getitem__), 7)
        self.assertTrue(browser.run("return document.getElementById('undo').disabled"), "the stroke is not finished")
        pen.pointer_action.pointer_up()
        pen.perform()

    def test_several_digits_get_a_column_and_a_picture_each(self):
        browser.open()
        browser.write("407", left=0.05, height=0.45)
        browser.until_text("407")
        columns = browser.state["panels"][0]["columns"]
        self.assertEqual([max(range(10), key=column["bars"].__getitem__) for column in columns], [4, 0, 7])
        for column in columns:
            self.assertAlmostEqual(sum(column["bars"]), 1, delta=0.001)
            self.assertTrue(column["ink"], "what the network saw is drawn")

    def test_one_request_is_under_way_at_a_time(self):
        browser.open()
        browser.network().clear()
        browser.write("3825", left=0.03, height=0.32)
        browser.until_text("3825")
        asked, under_way = 0, set()
        for event in browser.network():
            identifier = event["params"].get("requestId")
            if event["method"] == "Network.requestWillBeSent" and "/v1/classify" in event["params"]["request"]["url"]:
                under_way.add(identifier)
                asked += 1
                self.assertEqual(len(under_way), 1)
            elif event["method"] in ("Network.loadingFinished", "Network.loadingFailed"):
                under_way.discard(identifier)
        self.assertGreater(asked, 1, "it reads before the last stroke")
        browser.events.clear()
        browser.reload()

    def test_all_ink_can_be_taken_as_one_digit(self):
        browser.open()
        browser.write("11", left=0.2)
        browser.until_text("11")
        browser.click("#single")
        browser.until(lambda: len(browser.state["panels"][0]["columns"]) == 1, "one digit is read")

    def test_pen_width_changes_the_ink(self):
        browser.open()
        browser.write("1", left=0.35)
        thin = browser.ink()
        browser.click("#clear")
        browser.run("const pen = document.getElementById('pen'); pen.value = 40; pen.dispatchEvent(new Event('input'))")
        browser.write("1", left=0.35)
        self.assertGreater(browser.ink(), 1.6 * thin)


class Changing(PageTest):
    def test_undo_redo_and_clear(self):
        browser.open()
        browser.write("2", left=0.1)
        browser.until_text("2")
        one = browser.ink()
        browser.write("6", left=0.55)
        browser.until_text("26")
        two = browser.ink()
        browser.click("#undo")
        browser.until_text("2")
        self.assertEqual(browser.ink(), one)
        browser.click("#redo")
        browser.until_text("26")
        self.assertEqual(browser.ink(), two)
        browser.click("#clear")
        browser.until_text("")
        self.assertEqual(browser.ink(), 0)
        browser.click("#undo")
        browser.until_text("26")
        self.assertEqual(browser.ink(), two)

    def test_keys_do_what_the_buttons_do(self):
        browser.open()
        browser.write("2", left=0.1)
        browser.write("6", left=0.55)
        browser.until_text("26")
        browser.keys(Keys.CONTROL, "z")
        browser.until_text("2")
        browser.keys(Keys.CONTROL, "y")
        browser.until_text("26")
        browser.keys(Keys.CONTROL, "z")
        browser.keys(Keys.CONTROL, Keys.SHIFT, "z")
        browser.until_text("26")
        browser.keys(Keys.DELETE)
        browser.until_text("")
        width = browser.run("return Number(document.getElementById('pen').value)")
        browser.keys("]", "]", "[")
        self.assertEqual(browser.run("return Number(document.getElementById('pen').value)"), width + 2)

    def test_an_example_is_written_for_those_who_cannot_draw(self):
        for still in [False, True]:
            with self.subTest(still=still):
                browser.open(still=still)
                browser.keys("e")
                browser.until(lambda: len(browser.text[0]) == 4, "four digits are read")

    def test_the_pen_takes_over_from_the_example(self):
        browser.open()
        browser.click("#example")
        browser.until(lambda: browser.ink() > 0, "the example has begun")
        browser.write("1", left=0.9, height=0.3)
        browser.keys(Keys.CONTROL, "z")
        ink = browser.ink()
        self.assertEqual(browser.ink(), ink, "nobody writes on")


class Photos(PageTest):
    def check_photo(self):
        browser.until_text(*photo.TEXT)
        left, top = browser.run("""
            const { width, height } = document.getElementById("ink");
            const scale = Math.min(width / arguments[0], height / arguments[1]);
            return [(1 - arguments[0] * scale / width) / 2, (1 - arguments[1] * scale / height) / 2];
        """, *photo.SIZE)
        for index, (x, y) in enumerate(middles):
            browser.point(left + x * (1 - 2 * left), top + y * (1 - 2 * top))
            active = [column["active"] for column in browser.state["panels"][0]["columns"]]
            self.assertEqual(active.index(True), index, "the box at a digit is that digit's")

    def test_a_photo_is_read_and_each_digit_has_its_box(self):
        browser.open()
        browser.find("#photo").send_keys(str(picture))
        self.check_photo()
        browser.shot("photo")
        browser.click("#clear")
        browser.until_text("")
        browser.click("#undo")
        browser.until_text(*photo.TEXT)

    def test_a_photo_can_be_dropped_and_pasted(self):
        for event in ["drop", "paste"]:
            with self.subTest(event=event):
                browser.open()
                browser.run("""
                    const [event, bytes] = arguments;
                    const data = new DataTransfer();
                    data.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], "a.jpg", { type: "image/jpeg" }));
                    document.getElementById("ink").dispatchEvent(event === "drop"
                      ? new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })
                      : new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
                """, event, base64.b64encode(picture.read_bytes()).decode())
                browser.until_text(*photo.TEXT)

    def test_the_camera_is_offered_where_there_is_a_touch_screen(self):
        browser.open(size=TELEPHONE, touch=True)
        self.assertTrue(browser.find("#camera-button").is_displayed())
        self.assertEqual(browser.find("#camera").get_attribute("capture"), "environment")
        browser.find("#camera").send_keys(str(picture))
        browser.until_text(*photo.TEXT)
        browser.open()
        self.assertFalse(browser.find("#camera-button").is_displayed())

    def test_says_so_when_a_file_is_no_picture(self):
        browser.open()
        with tempfile.NamedTemporaryFile(suffix=".png") as file:
            file.write(b"no picture")
            file.flush()
            browser.find("#photo").send_keys(file.name)
            browser.until(lambda: browser.state["problem"] != "", "something is said")
            self.assertIn(pathlib.Path(file.name).name, browser.state["problem"])


class Models(PageTest):
    def test_models_are_compared_side_by_side(self):
        browser.open()
        names = [element.text for element in browser.driver.find_elements(By.CSS_SELECTOR, ".model .name")]
        self.assertEqual(names, ["cnn", "cnn-small", "mlp"])
        browser.write("38", left=0.15)
        browser.until_text("38")
        self.assertEqual(len(browser.state["panels"]), 1)
        for name in names[1:]:
            browser.click(f".model input[value='{name}']")
        browser.until(lambda: [panel["name"] for panel in browser.state["panels"]] == names, "each model has a panel")
        browser.until(lambda: all(panel["lines"] == ["38"] for panel in browser.state["panels"]), "all read the same")
        tops = browser.run("return [...document.querySelectorAll('.reading')].map((e) => e.getBoundingClientRect().top)")
        self.assertEqual(len(set(tops)), 1, "side by side")
        browser.shot("models")
        bars = [panel["columns"][0]["bars"] for panel in browser.state["panels"]]
        self.assertNotEqual(bars[0], bars[2], "each has its own probabilities")
        for name in names:
            browser.click(f".model input[value='{name}']")
        browser.until(lambda: len(browser.state["panels"]) == 1, "one always reads")


class Appearance(PageTest):
    def test_the_language_is_the_browsers_until_another_is_chosen(self):
        browser.open(language="ko-KR,ko,en")
        self.assertEqual(browser.state["language"], "ko")
        browser.click("#language")
        self.assertEqual(browser.state["language"], "en")
        browser.reload()
        self.assertEqual(browser.state["language"], "en")
        browser.open(language="de-DE,ko")
        self.assertEqual(browser.state["language"], "ko", "the first that the page speaks")
        browser.open(language="fr-FR")
        self.assertEqual(browser.state["language"], "en")

    def test_every_text_is_in_both_languages(self):
        browser.open(language="ko-KR")
        browser.write("4", left=0.35)
        browser.until_text("4")
        browser.until(lambda: browser.state["announcement"] == "읽은 숫자: 4", "it is announced")
        untranslated = browser.run("""
            return [...document.querySelectorAll("[data-text], [data-label]")]
              .map((e) => e.dataset.text ? e.textContent : e.getAttribute("aria-label"))
              .filter((text) => !/[가-힣]/.test(text));
        """)
        self.assertEqual(untranslated, [])
        browser.click("#language")
        browser.until(lambda: browser.state["announcement"] == "Read: 4", "it is announced")
        korean = browser.run("""
            return [...document.querySelectorAll("body *")].filter((e) => e.id !== "language" && !e.closest("script"))
              .flatMap((e) => [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data).concat(e.ariaLabel ?? ""))
              .filter((text) => /[가-힣]/.test(text));
        """)
        self.assertEqual(korean, [])

    def test_figures_of_the_reading_say_what_the_bars_show(self):
        for language in ["en", "ko"]:
            with self.subTest(language=language):
                browser.open(language=language, size=(1240, 800), density=1.5)
                browser.write("2026", left=0.07, height=0.33)
                browser.until_text("2026")
                # What is said to those who listen is said once the pen rests and the last answer is there.
                browser.until(lambda: "2 0 2 6" in browser.state["announcement"], "it is announced")
                browser.shot(f"page-{language}")
                panel = browser.state["panels"][0]
                self.assertRegex(panel["summary"], {"en": r"^4 digits, \d+ ms$", "ko": r"^숫자 4개, \d+ ms$"}[language])
                for column in panel["columns"]:
                    self.assertAlmostEqual(float(column["caption"].rstrip(" %")), 100 * max(column["bars"]), delta=0.06)

    def test_a_letter_is_no_digit_and_is_not_counted(self):
        for language, summary in {"en": r"^0 digits, 1 unsure, \d+ ms$", "ko": r"^숫자 0개, 불확실 1개, \d+ ms$"}.items():
            with self.subTest(language=language):
                browser.open(language=language)
                browser.write("M", left=0.3)
                browser.until_text("?")
                panel = browser.state["panels"][0]
                self.assertRegex(panel["summary"], summary)
                self.assertEqual(panel["columns"][0]["caption"], {"en": "unsure", "ko": "불확실"}[language])

    def test_the_colours_are_the_systems_until_others_are_chosen(self):
        paper = "return getComputedStyle(document.querySelector('.sheet')).backgroundColor"
        browser.open(dark=True)
        dark = browser.run(paper)
        browser.open()
        light = browser.run(paper)
        self.assertNotEqual(dark, light)
        browser.click("#theme")
        self.assertEqual(browser.run(paper), dark)
        browser.reload()
        self.assertEqual(browser.run(paper), dark)
        browser.click("#theme")
        self.assertEqual(browser.run(paper), light)
        browser.command("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark"}])
        self.assertEqual(browser.run(paper), dark, "the system's again")

    def test_is_accessible_in_both_languages_and_schemes(self):
        for language in ["en", "ko"]:
            for dark in [False, True]:
                for size, touch in [(DESKTOP, False), (TELEPHONE, True)]:
                    with self.subTest(language=language, dark=dark, size=size):
                        browser.open(language=language, dark=dark, size=size, touch=touch, still=True)
                        browser.write("62", left=0.15)
                        browser.until_text("62")
                        browser.shot(f"{'dark' if dark else 'light'}-{language}-{size[0]}")
                        found = Axe().run(browser.driver, options={"resultTypes": ["violations"]})
                        violations = [
                            f"{violation['id']}: {node['html'][:120]}"
                            for violation in found["violations"]
                            for node in violation["nodes"]
                        ]
                        self.assertEqual(violations, [])

    def test_a_telephone_shows_everything_without_scrolling_sideways(self):
        for language in ["en", "ko"]:
            with self.subTest(language=language):
                browser.open(language=language, size=TELEPHONE, touch=True, density=2)
                self.check_width()
                browser.find("#photo").send_keys(str(picture))
                browser.until_text(*photo.TEXT)
                self.check_width()
                for box in browser.driver.find_elements(By.CSS_SELECTOR, ".model input")[1:]:
                    browser.run("arguments[0].click()", box)
                browser.until(lambda: all(len(panel["columns"]) > 1 for panel in browser.state["panels"]), "all have read")
                self.check_width()

    def check_width(self):
        self.assertEqual(browser.run("return document.documentElement.scrollWidth"), TELEPHONE[0])
        small = browser.run("""
            return [...document.querySelectorAll("button, .button, .model, .single")]
              .map((e) => [e.id || e.textContent.trim(), e.getBoundingClientRect()])
              .filter(([, area]) => area.width > 0 && area.height < 40).map(([name]) => name);
        """)
        self.assertEqual(small, [], "large enough for a finger")

    def test_every_control_is_reached_by_the_keyboard(self):
        browser.open()
        browser.write("1", left=0.35)
        browser.until_text("1")
        browser.run("document.activeElement.blur(); scrollTo(0, 0)")
        reached = []
        for _ in range(24):
            actions = ActionBuilder(browser.driver)
            actions.key_action.send_keys(Keys.TAB)
            actions.perform()
            reached.append(browser.run("const e = document.activeElement; return e.id || e.value || e.className || e.tagName"))
        for control in ["language", "theme", "ink", "pen", "undo", "clear", "photo", "example", "single", "cnn", "mlp"]:
            self.assertIn(control, reached)


class Faults(PageTest):
    def test_waits_for_a_server_that_went_away_and_goes_on_when_it_is_back(self):
        self.expected_complaints = lambda entry: "ERR_CONNECTION_REFUSED" in entry["message"]
        browser.open()
        server.stop()
        try:
            browser.write("8", left=0.35)
            browser.until(lambda: browser.state["problem"] != "", "something is said")
        finally:
            server.start()
        browser.until_text("8")
        self.assertEqual(browser.state["problem"], "")

    def test_says_what_the_server_says_when_it_refuses(self):
        self.expected_complaints = lambda entry: "model=gone" in entry["message"]
        browser.open()
        # A model that was there when the page was opened, and is not any more.
        browser.run("document.querySelector('.model input[value=mlp]').value = 'gone'")
        browser.click(".model input[value='gone']")
        browser.write("8", left=0.35)
        browser.until(lambda: "gone" in browser.state["problem"], "the reason is shown")
        browser.reload()


def main():
    global options
    parser = argparse.ArgumentParser(description="Tests the page in Chromium.")
    parser.add_argument("--server", required=True, help="the program digits-server")
    parser.add_argument("--digits", required=True, help="the program digits, which draws the photo's digits")
    parser.add_argument("--screenshots", help="a folder for pictures of the page")
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    parser.add_argument("--chromedriver", default=shutil.which("chromedriver"))
    options, rest = parser.parse_known_args()
    for name in ["chromium", "chromedriver"]:
        if not getattr(options, name):
            parser.error(f"{name} is not installed; Debian's packages are chromium and chromium-driver")
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
