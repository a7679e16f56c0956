"""The live page and the lessons in a real browser."""

import json
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request

import pytest

from browser import program
from reader import Reader
from served_pages import Served
from tool import RELEASE, ROOT, denchi

needs_browser = pytest.mark.skipif(
    program() is None, reason="no Chromium here (Debian: apt-get install chromium fonts-noto-cjk)")
LANGUAGES = ("ja", "en")
WORDS = {
    "ja": {"rate": "電流", "see": "結果を見る", "guess": "予想", "age": "使った回数"},
    "en": {"rate": "Current", "see": "See", "guess": "Your prediction", "age": "Age"},
}


@pytest.fixture(scope="module")
def lessons():
    with Served("dashboard", "--port", 0) as served:
        yield served


@pytest.fixture
def page():
    tab = Reader()
    yield tab
    tab.close()


@pytest.fixture
def bench(tmp_path):
    """A virtual bench of four channels, 300 times as fast as life."""
    file = tmp_path / "bench.json"
    process = subprocess.Popen(
        [RELEASE, "simulate", "serve", "--channels", "4", "--port", "0", "--procedure", "rate",
         "--speed", "300", "--period", "0.2", "--bench-out", file],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    process.stdout.readline()
    yield file, process
    process.send_signal(signal.SIGCONT)
    process.terminate()
    process.wait(20)


def status(link, headers=None, method="GET", data=None):
    request = urllib.request.Request(link, headers=headers or {}, method=method, data=data)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def nothing_left_the_machine(page, served):
    ours = served.link.split("?")[0]
    strangers = [r for r in page.all_requests() if not r.startswith((ours, "data:", "about:"))]
    assert not strangers
    assert not page.all_complaints()


def open_lesson(page, lessons, query, name="rate"):
    page.open(f"{lessons.link}lesson/{name}?{query}")
    page.until("document.getElementById('lesson').dataset.ready === 'yes'")


def set_range(page, name, value):
    """Moves a slider as a finger does, and waits until the picture has followed."""
    page.value(
        f"(() => {{ const c = document.getElementById('{name}'); c.value = {value};"
        " c.dispatchEvent(new Event('input', {bubbles: true})); })()")
    page.until(
        "new URLSearchParams(document.getElementById('lesson').dataset.answered)"
        f".get('{name}') === document.getElementById('{name}').value")


# Lesson 1


@needs_browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rate_lesson_shows_what_it_teaches(page, lessons, language):
    open_lesson(page, lessons, f"lang={language}&rate=0.2&seen=1")
    assert page.value("document.documentElement.lang") == language
    slow = page.number_of("capacity")
    set_range(page, "rate", 2)
    fast, resistance = page.number_of("capacity"), page.number_of("r")
    assert fast < slow
    # The numbers of the formula, as they are displayed: 1 mV.
    e, e0, drop = (page.number_of(n) for n in ("E", "E0", "rI"))
    assert abs(e - (e0 - drop)) <= 1e-3
    shown = [float(n) for n in re.findall(
        r"[0-9.]+", page.value("document.getElementById('equation').textContent"))]
    assert abs(shown[0] - (shown[1] - shown[2] / 1000 * shown[3])) <= 1.5e-3
    set_range(page, "temperature", 0)
    cold = page.number_of("capacity")
    assert cold < fast and page.number_of("r") > resistance
    set_range(page, "temperature", 25)
    set_range(page, "age", 500)
    assert page.number_of("capacity") < fast
    before = page.number_of("capacity")
    page.value("document.querySelector('#cutoff input[value=\"2.5\"]').click()")
    page.until(f"Number(document.getElementById('capacity').value) > {before}")
    assert page.number_of("recovered") > 0
    nothing_left_the_machine(page, lessons)


@needs_browser
def test_the_curve_ends_where_the_numbers_say(page, lessons):
    open_lesson(page, lessons, "lang=en&rate=2&seen=1")
    axes = page.value(
        "[...document.querySelectorAll('#figure .axis')].map(a => ({...a.dataset}))")
    mark = page.value("(({x, y}) => ({x, y}))(document.querySelector('#figure .end use').dataset)")
    x = next(a for a in axes if a["unit"] == "Ah")
    per_pixel = (float(x["max"]) - float(x["min"])) / (
        float(x["pixelMax"]) - float(x["pixelMin"]))
    assert abs(float(mark["x"]) - page.number_of("capacity")) / per_pixel <= 0.5
    assert float(mark["y"]) == 2.7


@needs_browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rate_lesson_is_passed_with_the_keyboard_and_the_accessibility_tree(
        page, lessons, language):
    words = WORDS[language]
    open_lesson(page, lessons, f"lang={language}")
    page.tab_to("slider", words["rate"])
    page.press("End")
    assert page.focused()[2].startswith("3.0C") or "3" in str(page.focused()[2])
    page.press("ArrowLeft", 10)
    page.tab_to("slider", words["guess"])
    page.press("ArrowRight", 5)
    page.tab_to("button", words["see"])
    page.press("Enter")
    page.until("document.getElementById('lesson').dataset.state === 'seen'")
    page.until("document.getElementById('sentence').textContent.includes('2.0C')")
    assert any("2.0C" in name and "Ah" in name for _, name, _, _ in page.tree())
    # The answers, by the names of the right ones.
    right = page.value(
        "[...document.querySelectorAll('[data-right=yes]')].map(a =>"
        " a.parentElement.textContent.trim())")
    for number, name in enumerate(right, 1):
        for _ in range(80):
            page.press("Tab")
            if page.value(f"document.activeElement.name === 'q{number}'"):
                break
        page.press(" ")
        for _ in range(3):
            if name in page.focused()[1] and page.value("document.activeElement.checked"):
                break
            page.press("ArrowDown")
        assert page.value("document.activeElement.dataset.right") == "yes"
    page.until("document.getElementById('lesson').dataset.state === 'checked'")
    unnamed = [n for n in page.tree()
               if n[0] in ("slider", "button", "link", "radio", "image", "img") and not n[1]]
    assert not unnamed
    nothing_left_the_machine(page, lessons)


@needs_browser
@pytest.mark.parametrize("width,height", [(360, 640), (1366, 768)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lesson_fits_a_phone_and_an_old_laptop(page, lessons, language, width, height):
    page.resize(width, height, mobile=width < 500)
    open_lesson(page, lessons, f"lang={language}&seen=1")
    assert page.value("document.documentElement.scrollWidth") <= width


@needs_browser
def test_a_reload_and_the_other_language_keep_the_state(page, lessons):
    open_lesson(page, lessons, "lang=en")
    set_range(page, "rate", 1.7)
    page.value("document.getElementById('see').click()")
    page.until("document.getElementById('capacity') !== null")
    number = page.number_of("capacity")
    link = page.value("document.getElementById('other-language').href")
    page.open(link)
    page.until("document.getElementById('lesson').dataset.ready === 'yes'")
    assert page.value("document.documentElement.lang") == "ja"
    assert page.number_of("capacity") == number


@needs_browser
def test_the_policy_refuses_what_does_not_come_from_here(page, lessons):
    open_lesson(page, lessons, "lang=en")
    page.value(
        "window.refused = []; document.addEventListener('securitypolicyviolation',"
        " e => window.refused.push(e.effectiveDirective));"
        " const s = document.createElement('script'); s.textContent = 'window.bad = 1';"
        " document.body.append(s); const i = new Image(); i.src = 'http://127.0.0.1:9/x.png';"
        " document.body.append(i); document.body.setAttribute('style', 'color: red');"
        " fetch('http://127.0.0.1:9/').catch(() => 0); 1")
    page.until("window.refused.length >= 4")
    assert page.value("window.bad === undefined")


# Measure it yourself


@needs_browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pupil_measures_foretells_and_compares(page, lessons, language):
    sets = {"ja": 1, "en": 2}[language]
    open_lesson(page, lessons, f"lang={language}&set={sets}&target=1.5&wires=4", "measure")
    page.value("document.getElementById('measure').click()")
    page.until("document.querySelector('#figure [data-figure=voltage-current]') !== null", 60)
    assert page.value("document.getElementById('numbers').children.length") == 0
    guess = 2.4
    page.value(
        f"(() => {{ const g = document.getElementById('guess'); g.value = {guess};"
        " g.dispatchEvent(new Event('input', {bubbles: true})); })()")
    page.value("document.getElementById('see').click()")
    page.until("document.getElementById('capacity') !== null", 60)
    capacity = page.number_of("capacity")
    assert abs(page.number_of("difference") - (capacity - guess)) < 1e-9
    assert page.value("document.querySelector('#figure [data-figure=capacity-rate]') !== null")
    # A reload loses nothing, and the other language shows the same numbers.
    page.open(page.value("document.getElementById('other-language').href"))
    page.until("document.getElementById('lesson').dataset.ready === 'yes'")
    assert page.number_of("capacity") == capacity
    for width, height in ((360, 640), (1366, 768)):
        page.resize(width, height, mobile=width < 500)
        assert page.value("document.documentElement.scrollWidth") <= width
    unnamed = [n for n in page.tree()
               if n[0] in ("slider", "button", "link", "radio", "image", "img") and not n[1]]
    assert not unnamed
    nothing_left_the_machine(page, lessons)


@needs_browser
def test_the_measuring_lesson_is_done_with_the_keyboard(page, lessons):
    open_lesson(page, lessons, "lang=en&set=3", "measure")
    page.tab_to("button", "Measure")
    page.press("Enter")
    page.until("document.querySelector('#figure [data-figure=voltage-current]') !== null", 60)
    page.tab_to("slider", "Your prediction")
    page.press("ArrowRight", 10)
    page.tab_to("button", "See")
    page.press("Enter")
    page.until("document.getElementById('capacity') !== null", 60)
    # Sentences are announced at most once a second.
    page.until("document.getElementById('sentence').textContent.includes('The line foretold')")
    nothing_left_the_machine(page, lessons)


def test_looking_measures_nothing_and_only_our_page_may_measure():
    with Served("dashboard", "--port", 0) as served:
        query = "lesson/measure/answer?lang=en&set=1&seen=1"
        link = served.link + "lesson/measure/run"
        body = json.dumps({"part": "known", "values": {"set": 1}}).encode()
        plain = {"Content-Type": "application/json", "Origin": served.link.rstrip("/")}
        assert json.loads(status(served.link + query)[1])["numbers"] == []
        assert status(link)[0] == 404
        assert status(link, plain, "POST", body)[0] == 403
        key = re.search('name="denchi-key" content="([0-9a-f]{32})"',
                        status(served.link + "lesson/measure")[1])[1]
        assert status(link, {**plain, "X-Denchi-Key": key, "Origin": "http://evil.example"},
                      "POST", body)[0] == 403
        assert json.loads(status(served.link + query)[1])["numbers"] == []
        ours = {**plain, "X-Denchi-Key": key}
        assert status(link, ours, "POST", b'{"part": "all"}')[0] == 400
        assert status(link, ours, "POST", body)[0] == 204
        assert json.loads(status(served.link + query)[1])["numbers"] != []


def test_the_archive_of_the_measuring_lesson_gives_its_numbers(tmp_path):
    archive = tmp_path / "lesson.denchi"
    outcome = denchi("lesson", "measure", "--set", "set=2", "--set", "target=1.5", "--guess", 2.4,
                     "--archive", archive, "--json")
    assert outcome.code == 0, outcome.err
    # The analysis of the archive, by the command: bit for bit.
    report = denchi("analyze", archive, "--run", "all").report
    rows = {round(r["current_A"] / 2.9, 1): r["capacity_Ah"]
            for r in report["rateCharacteristics"]["discharges"]}
    for rate in (0.5, 0.8, 1.2):
        assert rows[rate] == outcome.report[f"capacity-{rate}C"]
    assert rows[1.5] == outcome.report["capacity"]
    foretold = next(p for p in report["rateCharacteristics"]["prediction"]
                    if round(p["current_A"] / 2.9, 1) == 1.5)
    assert foretold["predicted_Ah"] == outcome.report["predicted"]
    samples = sqlite3.connect(archive).execute("SELECT sum(samples) FROM run_state").fetchone()[0]
    assert samples == outcome.report["samples"]
    # Leads of 50 mohm: r grows by as much.
    leads = denchi("lesson", "measure", "--set", "set=2", "--set", "wires=2", "--json").report
    assert abs(leads["r"] - outcome.report["r"] - 0.05) < 0.002


def test_a_measuring_lesson_that_cannot_be_kept_is_said(tmp_path):
    taken = tmp_path / "other.denchi"
    taken.write_text("no archive")
    outcome = denchi("lesson", "measure", "--archive", taken)
    assert outcome.code != 0 and "other.denchi" in outcome.err
    assert taken.read_text() == "no archive"
    assert denchi("lesson", "rate", "--archive", tmp_path / "a.denchi").code == 2
    assert denchi("lesson", "measure", "--guess", 99).code == 2


def test_page_and_terminal_print_the_same_digits(lessons):
    for language in LANGUAGES:
        _, answer = status(
            f"{lessons.link}lesson/rate/answer?lang={language}&rate=2&temperature=0&seen=1")
        text = denchi("lesson", "rate", "--set", "rate=2", "--set", "temperature=0", "--lang",
                      language).out.decode()
        for number in json.loads(answer)["numbers"]:
            assert f"{number['label']}: {number['text']}" in text
        assert json.loads(answer)["equation"] in text


def test_no_formula_is_in_a_script():
    for script in (ROOT / "Sources/Dashboard/Assets").glob("*.js"):
        text = script.read_text()
        assert not re.search(r"Math\.(exp|pow|log|sqrt)|\*\*", text), script.name


# The live page


@needs_browser
def test_the_live_page_follows_a_recording_and_never_calls_an_old_value_current(
        page, bench, tmp_path):
    file, process = bench
    archive = tmp_path / "lab.denchi"
    with Served("record", file, "--archive", archive, "--page", "--port", 0) as served:
        page.open(served.link + "?lang=en")
        page.until("document.querySelectorAll('.tile[data-state=running]').length === 4", 40)
        first = page.value("document.querySelector('.tile-voltage b').textContent")
        assert re.fullmatch(r"\d\.\d{4}", first)
        page.until("document.querySelector('#strip .series path') !== null")
        commit = page.value("Number(document.body.dataset.commit)")
        page.until(f"Number(document.body.dataset.commit) > {commit} + 3")
        # The instrument falls silent.
        process.send_signal(signal.SIGSTOP)
        page.until("document.querySelectorAll('.tile[data-state=running]').length === 0", 30)
        ages = page.value(
            "[...document.querySelectorAll('.tile-age')].map(a => a.textContent)")
        assert all("last value" in age for age in ages)
        process.send_signal(signal.SIGCONT)
        page.until("document.querySelectorAll('.tile[data-state=running]').length === 4", 60)
        page.until("document.querySelector('#strip .gap') !== null", 20)
        # A reload loses nothing.
        run = page.value("document.querySelector('[aria-pressed=true]').dataset.run")
        page.open(served.link + f"?lang=ja&run={run}&window=all")
        page.until("document.querySelector('#strip .gap') !== null", 20)
        assert page.value("document.querySelector('.tile-state').textContent") == "記録中"
        nothing_left_the_machine(page, served)
        served.process.send_signal(signal.SIGINT)
        served.process.wait(30)
        page.until("!document.getElementById('offline').hidden", 15)
        assert page.value("document.body.classList.contains('offline')")
    with Served("dashboard", archive, "--port", 0) as served:
        page.open(served.link + "?lang=en")
        page.until("document.querySelectorAll('.tile[data-state=finished]').length === 4", 20)
        count = sqlite3.connect(archive).execute(
            "SELECT samples, gap_slots FROM run_state WHERE run = 1").fetchone()
        page.until("document.querySelector('#facts dl') !== null")
        facts = page.value("document.getElementById('facts').textContent")
        assert f"samples{count[0]}" in facts and f"slots missing{count[1]}" in facts


@needs_browser
def test_names_are_text(page, tmp_path, bench):
    file, _ = bench
    plan = json.loads(file.read_text())
    name = "<script>alert(1)</script>&\"x\""
    plan["lines"][0]["instruments"][0]["channels"][0]["name"] = name
    file.write_text(json.dumps(plan))
    with Served("record", file, "--archive", tmp_path / "a.denchi", "--page", "--port", 0) as served:
        page.open(served.link + "?lang=en")
        page.until("document.querySelectorAll('.tile').length === 4", 40)
        names = page.value("[...document.querySelectorAll('.tile-name')].map(n => n.textContent)")
        assert name in names
        nothing_left_the_machine(page, served)


# Bad input


@needs_browser
def test_a_machine_without_a_japanese_font_is_told_in_english(lessons, tmp_path, monkeypatch):
    latin = subprocess.run(
        ["fc-match", "-f", "%{file}", "DejaVu Sans"], capture_output=True, text=True, check=True).stdout
    (tmp_path / "fonts").mkdir()
    shutil.copy(latin, tmp_path / "fonts")
    config = tmp_path / "fonts.conf"
    config.write_text(
        f"<fontconfig><dir>{tmp_path / 'fonts'}</dir><cachedir>{tmp_path / 'cache'}</cachedir></fontconfig>")
    for hides, environment in ((True, None), (False, str(config))):
        if environment:
            monkeypatch.setenv("FONTCONFIG_FILE", environment)
        tab = Reader()
        try:
            tab.open(lessons.link + "lessons?lang=ja")
            tab.until("document.body.dataset.fontChecked === 'yes'")
            assert tab.value("document.getElementById('no-font').hidden") == hides
            if not hides:
                assert "fonts-noto-cjk" in tab.value("document.getElementById('no-font').textContent")
                tab.open(tab.value("document.querySelector('#no-font a').href"))
                assert tab.value("document.documentElement.lang") == "en"
                assert tab.value("document.getElementById('no-font').hidden")
        finally:
            tab.close()


def test_only_our_own_names_are_answered(lessons):
    for host in ("evil.example", "127.0.0.1:1", "localhost.evil.example:80"):
        assert status(lessons.link, {"Host": host})[0] == 421
    assert status(lessons.link + "lessons")[0] == 200


def test_nothing_changes_by_asking(lessons):
    assert status(lessons.link + "acknowledge")[0] == 404
    assert status(lessons.link + "acknowledge", method="POST", data=b"{}")[0] == 403


def test_a_port_in_use_is_said_and_nothing_is_served():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        outcome = denchi("dashboard", "--port", other.getsockname()[1])
    assert outcome.code == 6 and "in use" in outcome.err and "--port" in outcome.err


def test_a_wrong_token_is_refused():
    token = "0123456789abcdefghij"
    with Served("dashboard", "--port", 0, "--address", "0.0.0.0", "--token", token) as served:
        bare = served.link.split("?")[0]
        assert served.link.endswith("?token=" + token)
        assert status(bare)[0] == 401
        assert status(bare + "?token=wrong")[0] == 403
        assert status(bare, {"Cookie": f"denchi-{bare.split(':')[2][:-1]}={token}"})[0] == 200
    assert denchi("dashboard", "--port", 0, "--token", "short").code == 2


def test_what_is_no_archive_and_a_newer_one_are_refused(tmp_path):
    assert denchi("dashboard", tmp_path / "none.denchi").code == 3
    other = tmp_path / "other.denchi"
    other.write_text("no archive")
    assert denchi("dashboard", other).code == 3
    newer = tmp_path / "newer.denchi"
    with sqlite3.connect(newer) as db:
        db.execute("PRAGMA application_id = 1145979720")
        db.execute("PRAGMA user_version = 999")
        db.execute("CREATE TABLE meta (id INTEGER)")
    db.close()
    outcome = denchi("dashboard", newer)
    assert outcome.code == 3 and "newer version" in outcome.err


def test_a_page_ends_with_its_process(lessons):
    with Served("dashboard", "--port", 0) as served:
        pass
    assert served.process.returncode == 0
    time.sleep(0.1)
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(served.link, timeout=5)
