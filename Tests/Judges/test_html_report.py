"""The report page in a real browser: nothing fetched, nothing complained of, printed on A4."""

import base64
import json
import re
import shutil
import subprocess

import pytest

from browser import Browser, program
from tool import ROOT, SAMPLES, denchi

needs_browser = pytest.mark.skipif(program() is None, reason="no Chromium is installed")


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The report and the page of each sample, as `analyze` writes them."""
    folder = tmp_path_factory.mktemp("pages")
    made = {}
    for sample in SAMPLES:
        report, page = folder / f"{sample.name}.json", folder / f"{sample.name}.html"
        outcome = denchi("analyze", sample, "-o", report, "--html", page)
        assert outcome.code == 0, outcome.err
        made[sample.name] = (report, page)
    return made


@pytest.fixture(scope="module")
def browser():
    browser = Browser()
    yield browser
    browser.close()


@pytest.fixture(params=[s.name for s in SAMPLES])
def sample(request, pages):
    return pages[request.param]


# The page as bytes

def test_render_makes_the_same_bytes(sample, tmp_path):
    report, page = sample
    again = tmp_path / "again.html"
    assert denchi("render", report, "--output", again).code == 0
    assert again.read_bytes() == page.read_bytes()
    assert denchi("render", report).out == page.read_bytes()


def test_a_page_is_below_its_size(sample):
    assert sample[1].stat().st_size < 1_500_000


def test_no_address_stands_in_a_page(sample):
    text = sample[1].read_text()
    assert not re.search(r"""(src|href|action|data)=["']?(?!#|data:,)[^"'#]""", text)
    assert "<script" not in text and "url(http" not in text and " style=" not in text


@pytest.mark.parametrize("change, says", [
    ({"schema": "urn:denchi:report:2"}, "does not know"),
    ({"schema": "urn:somebody:else"}, "expected a report of the schema"),
    ({"inputs": 5}, "of the wrong kind"),
    ({"inputs": None}, "is no whole report"),
])
def test_what_is_no_report_of_ours_is_refused(pages, tmp_path, change, says):
    report = json.loads(next(iter(pages.values()))[0].read_text())
    report.update(change)
    (tmp_path / "report.json").write_text(json.dumps(report))
    outcome = denchi("render", tmp_path / "report.json", "--output", tmp_path / "page.html")
    assert outcome.code == 3 and says in outcome.err, outcome.err
    assert not (tmp_path / "page.html").exists()


@pytest.mark.parametrize("text", ["", "[]", "no JSON", "{\"schema\": 3}"])
def test_other_files_are_refused(tmp_path, text):
    (tmp_path / "x.json").write_text(text)
    assert denchi("render", tmp_path / "x.json").code == 3


def test_a_page_that_cannot_be_written_is_said(pages):
    report = next(iter(pages.values()))[0]
    assert denchi("render", report, "--output", "/no/such/folder/page.html").code == 6
    assert denchi("render", report.parent / "missing.json").code == 3


# The page in a browser

@needs_browser
def test_no_request_leaves_and_the_console_is_clean(browser, sample):
    browser.open(sample[1].as_uri())
    browser.settle()
    assert [u for u in browser.requests() if not u.startswith(("data:", sample[1].as_uri()))] == []
    assert browser.complaints() == []


@needs_browser
def test_the_policy_refuses_what_does_not_belong(browser, sample):
    browser.open(sample[1].as_uri())
    browser.value("""
      window.refused = [];
      document.addEventListener('securitypolicyviolation', e => refused.push(e.violatedDirective));
      for (const [name, key, value] of [['script', 'textContent', 'window.ran = 1'],
                                        ['img', 'src', 'https://example.invalid/x.png'],
                                        ['link', 'href', 'https://example.invalid/x.css']]) {
        const node = document.createElement(name); node[key] = value; node.rel = 'stylesheet';
        document.body.append(node);
      }
      document.querySelector('h1').setAttribute('style', 'color: red');""")
    browser.settle()
    assert browser.value("window.ran === undefined")
    refused = set(browser.value("refused"))
    assert {"script-src-elem", "img-src", "style-src-elem", "style-src-attr"} <= refused, refused


@needs_browser
def test_the_buttons_switch_the_language_by_mouse_and_keyboard(browser, sample):
    browser.open(sample[1].as_uri())
    shown = """[...document.querySelectorAll('main')].filter(m => m.offsetHeight > 0)
               .map(m => m.lang).join()"""
    assert browser.value(shown) == "en"
    browser.value("document.querySelector('label[for=show-ja]').click()")
    assert browser.value(shown) == "ja"
    browser.value("document.querySelector('#show-ja').focus()")
    for kind in ("keyDown", "keyUp"):
        browser.call("Input.dispatchKeyEvent", type=kind, key="ArrowRight", code="ArrowRight",
                     windowsVirtualKeyCode=39)
    assert browser.value(shown) == "en"


@needs_browser
@pytest.mark.parametrize("language, word", [("en", "Discharge curves"), ("ja", "放電曲線")])
def test_each_figure_has_a_name_for_a_screen_reader(browser, sample, language, word):
    browser.open(sample[1].as_uri())
    browser.value(f"document.querySelector('label[for=show-{language}]').click()")
    count = browser.value(f"document.querySelectorAll('main[lang={language}] svg').length")
    names = browser.names("image")
    assert count > 8 and len(names) == count
    assert all(names) and any(word in name for name in names), names
    japanese = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
    assert all(bool(japanese.search(name)) == (language == "ja") for name in names), names


@needs_browser
def test_a_dark_screen_is_dark_and_the_figures_with_it(browser, sample):
    def colours():
        return browser.value("""[getComputedStyle(document.body).backgroundColor,
          getComputedStyle(document.querySelector('main[lang=en] svg .paper')).fill,
          getComputedStyle(document.querySelector('main[lang=en] svg .s-axis')).stroke]""")
    browser.open(sample[1].as_uri())
    browser.call("Emulation.setEmulatedMedia",
                 features=[{"name": "prefers-color-scheme", "value": "dark"}])
    try:
        assert colours()[:2] == ["rgb(20, 23, 26)"] * 2
    finally:
        browser.call("Emulation.setEmulatedMedia", features=[])
    assert colours()[:2] == ["rgb(255, 255, 255)"] * 2


@needs_browser
@pytest.mark.parametrize("width, height", [(360, 640), (1366, 768)])
def test_a_page_never_scrolls_sideways(browser, sample, width, height):
    browser.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                 deviceScaleFactor=1, mobile=width < 500)
    try:
        browser.open(sample[1].as_uri())
        assert browser.value("document.documentElement.scrollWidth") <= width
    finally:
        browser.call("Emulation.clearDeviceMetricsOverride")


@needs_browser
@pytest.mark.parametrize("language, title, end", [
    ("en", "Test report", "End of the report"), ("ja", "試験報告書", "報告書の終わり")])
def test_a_page_prints_on_a4_in_the_chosen_language(browser, sample, tmp_path, language, title, end):
    browser.open(sample[1].as_uri())
    browser.value(f"document.querySelector('label[for=show-{language}]').click()")
    data = base64.b64decode(browser.call("Page.printToPDF", preferCSSPageSize=True,
                                         printBackground=False)["data"])
    boxes = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", data)
    assert boxes and all(abs(float(w) - 595.3) < 2 and abs(float(h) - 841.9) < 2 for w, h in boxes)
    if not shutil.which("pdftotext"):
        return
    (tmp_path / "page.pdf").write_bytes(data)
    text = subprocess.run(["pdftotext", "-layout", tmp_path / "page.pdf", "-"],
                          capture_output=True, check=True).stdout.decode()
    sheets = text.rstrip("\f").split("\f")
    if language == "ja" and not shutil.which("fc-list"):
        return
    assert text.count(end) == 1
    assert title in sheets[0]
    report_id = re.search(r"\b[0-9a-f]{16}\b", sheets[0]).group()
    for number, sheet in enumerate(sheets, 1):
        assert f"{number} / {len(sheets)}" in sheet
        assert report_id in sheet


# Single figures

KINDS = ["discharge-capacity", "discharge-time", "voltage-current", "resistance-depth",
         "capacity-rate", "ragone", "verdict-gauge", "uncertainty-budget", "voltage-window"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_figure_of_a_report_and_of_its_folder_is_the_same(pages, kind):
    for sample in SAMPLES:
        report = pages[sample.name][0]
        of_report = denchi("figure", kind, report, "--lang", "ja")
        assert of_report.code == 0, of_report.err
        assert of_report.out.startswith(b"<svg ")
        if kind != "voltage-window":
            assert denchi("figure", kind, sample, "--lang", "ja").out == of_report.out


@pytest.mark.parametrize("kind, options", [
    ("discharge-capacity", ()), ("voltage-current", ()), ("verdict-gauge", ("--rule", "JP25-B-ED"))])
def test_the_figures_of_the_guide_are_those_of_today(kind, options):
    shown = ROOT / f"Sources/denchi/Denchi.docc/Resources/figure-{kind}.svg"
    drawn = denchi("figure", kind, ROOT / "SampleRuns/cylindrical-21700", *options)
    assert drawn.out == shown.read_bytes()


@pytest.mark.parametrize("arguments, code, says", [
    (("retention",), 3, "two cycles that can be compared"),
    (("nyquist",), 3, "no impedance spectrum"),
    (("strip",), 3, "holds no samples"),
    (("verdict-gauge", "--rule", "X"), 3, "there are:"),
    (("pie-chart",), 2, "pie-chart"),
    (("voltage-current", "--depth", "33"), 2, "--depth"),
    (("nyquist", "--x", "depth"), 2, "--x"),
    (("ragone", "--output", "/no/such/folder/x.svg"), 6, "/no/such/folder"),
])
def test_a_figure_that_cannot_be_drawn_is_said(pages, arguments, code, says):
    outcome = denchi("figure", arguments[0], next(iter(pages.values()))[0], *arguments[1:])
    assert outcome.code == code and says in outcome.err, outcome.err
    assert outcome.out == b""


@needs_browser
def test_a_figure_of_its_own_is_shown_without_a_complaint(browser, tmp_path):
    path = tmp_path / "strip.svg"
    assert denchi("figure", "strip", SAMPLES[0] / "rate-test.bdf.csv", "-o", path).code == 0
    browser.open(path.as_uri())
    browser.settle()
    assert browser.complaints() == []
    assert browser.value("document.documentElement.getAttribute('data-figure')") == "strip"
