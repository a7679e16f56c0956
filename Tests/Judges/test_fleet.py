"""Many cells: the contract of `denchi analyze --jsonl`, alone and supervised."""

import json
import os
import shutil
import signal
import subprocess
import time

import pytest
from batch import (answers, batch, crashing, good_cell, hanging, key, lines, little_memory, poison)
from tool import RELEASE, ROOT, denchi

BOTH = [(), ("--jobs", "2")]


@pytest.fixture(scope="module")
def cells(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cells")
    return [good_cell(folder / f"c{n}", n) for n in range(6)]


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    return poison(tmp_path_factory.mktemp("broken") / "files")


def all_children(pid):
    """Threads of their own may have started them."""
    found = []
    for task in os.listdir(f"/proc/{pid}/task"):
        found += map(int, open(f"/proc/{pid}/task/{task}/children").read().split())
    return found


def is_alive(pid):
    try:
        return open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(condition, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.02)
    raise AssertionError("waited in vain")


@pytest.mark.parametrize("pool", BOTH)
def test_good_and_broken_files_give_a_line_each_in_order(cells, broken, pool):
    requests, expected = [], []
    for number, cell in enumerate(cells):
        requests.append({"id": f"good-{number}", "path": str(cell)})
        expected.append("ok")
        if number < len(broken):
            requests.append(str(broken[number][0]))
            expected.append(broken[number][1])
    for path, status in broken[len(cells):]:
        requests.append(str(path))
        expected.append(status)
    requests += ["", "{no json", json.dumps({"id": "x"})]
    expected += ["bad-input"] * 3
    code, out, err = batch(requests, *pool)
    found = answers(out)
    assert code == 0, err
    assert [a["status"] for a in found] == expected
    assert [a["id"] for a in found][:3] == ["good-0", str(broken[0][0]), "good-1"]
    for answer in found:
        assert ("report" in answer) == ("verdicts" in answer) == (answer["status"] == "ok")
        assert ("message" in answer) == (answer["status"] != "ok")
        assert "key" in answer


def test_an_answer_is_the_report_of_the_single_command(cells):
    _, out, _ = batch([str(cells[0])], "--rules", "jp-meti-2025")
    answer = answers(out)[0]
    alone = denchi("analyze", cells[0], "--rules", "jp-meti-2025")
    assert answer["report"] == alone.report
    assert answer["verdicts"] == {a["pack"]: a["verdict"] for a in alone.report["assessments"]}
    report = cells[0] / "answer.json"
    report.write_bytes(out[out.index(b'"report":') + 9:-2] + b"\n")
    again = denchi("verify", report)
    report.unlink()
    # The layout is another, the values are not.
    assert again.code in (0, 1) and "cannot be computed" not in again.out.decode()


def test_any_number_of_processes_gives_the_same_bytes(cells, broken):
    requests = [str(c) for c in cells] + [str(p) for p, _ in broken] + [str(c) for c in reversed(cells)]
    alone = batch(requests)[1]
    for jobs in (1, 3):
        assert batch(requests, "--jobs", jobs)[1] == alone


def test_the_key_is_that_of_the_documentation_and_knows_no_place(cells, tmp_path):
    packs = json.loads(batch([str(cells[0])])[1])["report"]["assessments"]
    hashes = [(p["pack"], p["packSha256"]) for p in packs]
    copy = tmp_path / "elsewhere/under another name"
    shutil.copytree(cells[0], copy)
    here, there = (batch([{"id": "a", "path": str(p)}])[1] for p in (cells[0], f"{copy}/"))
    assert here == there and str(tmp_path).encode() not in there
    answer = json.loads(here)
    files = {f.name: f.read_bytes() for f in copy.iterdir()}
    assert answer["key"] == key(answer, files, answer["report"]["denchi"], hashes)
    seen = {answer["key"]}
    (copy / "notes.txt").write_text("nothing")
    changed = [batch([str(copy)])[1], batch([str(copy)], "--rules", "jp-meti-2025")[1],
               batch([str(copy)], "--decision", "simple")[1]]
    (copy / "cell.json").write_text((copy / "cell.json").read_text() + "\n")
    changed.append(batch([str(copy)])[1])
    seen |= {json.loads(line)["key"] for line in changed}
    assert len(seen) == 5
    assert json.loads(changed[0])["notRead"] == ["notes.txt"]


def test_a_cut_record_never_gives_a_failed_verdict(tmp_path):
    """At 60 places, in the middle of a number and at the end of a row."""
    sample = ROOT / "SampleRuns/pouch-ncm"
    whole = (sample / "rate-test.bdf.csv").read_bytes()
    requests = []
    for n in range(30):
        place = len(whole) * (n + 1) // 31
        row = whole.index(b"\n", place) + 1
        for name, end in (("row", row), ("byte", whole.index(b",", row) + 2)):
            folder = tmp_path / f"{name}-{n}"
            folder.mkdir()
            shutil.copy(sample / "cell.json", folder)
            (folder / "rate-test.bdf.csv").write_bytes(whole[:end])
            requests.append({"id": f"{name}-{n}", "path": str(folder)})
    code, out, _ = batch(requests, "--jobs", 2)
    assert code == 0
    full = json.loads(batch([str(sample)])[1])["verdicts"]
    assert "fail" not in full.values()
    for answer in answers(out):
        assert "fail" not in " ".join(answer.get("verdicts", {}).values()), answer["id"]
        if answer["id"].startswith("byte"):
            assert answer["status"] == "incomplete", answer["id"]


@pytest.mark.parametrize("pool", BOTH)
def test_an_answer_comes_before_the_next_line_is_sent(cells, pool):
    process = subprocess.Popen([RELEASE, "analyze", "--jsonl", *pool], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE)
    try:
        for cell in cells[:3]:
            process.stdin.write(f"{cell}\n".encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == str(cell)
        process.stdin.close()
        assert process.wait(timeout=30) == 0
    finally:
        process.kill()


def test_205_lines_with_a_crash_and_a_hang_among_them(cells, broken, tmp_path):
    crash, hang = crashing(tmp_path / "crash.parquet"), hanging(tmp_path / "endless.csv")
    requests = [str(cells[n % 6]) for n in range(205)]
    requests[50], requests[101], requests[150] = str(crash), str(hang), str(broken[0][0])
    code, out, err = batch(requests, "--jobs", 2, "--timeout", 4, preexec=little_memory)
    found = answers(out)
    assert code == 0, err
    assert len(found) == 205 and [a["id"] for a in found] == requests
    states = {n: a["status"] for n, a in enumerate(found) if a["status"] != "ok"}
    assert states == {50: "crashed", 101: "timeout", 150: "incomplete"}
    assert "signal" in found[50]["message"]
    # The neighbours have what they have without any of this.
    alone = {a["id"]: a for a in answers(batch([str(c) for c in cells])[1])}
    assert all(a == alone[a["id"]] for a in found if a["status"] == "ok")


def test_a_killed_and_a_stopped_process_cost_their_line_alone(cells, tmp_path):
    first, second = hanging(tmp_path / "first.csv"), hanging(tmp_path / "second.csv")
    process = subprocess.Popen([RELEASE, "analyze", "--jsonl", "--jobs", "1", "--timeout", "5"],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        process.stdin.write(lines([str(first), str(cells[0]), str(second), str(cells[1])]).encode())
        process.stdin.close()
        victim = wait_for(lambda: all_children(process.pid))[0]
        wait_for(lambda: len(os.listdir(f"/proc/{victim}/task")) > 1)
        time.sleep(0.3)
        os.kill(victim, signal.SIGKILL)
        assert json.loads(process.stdout.readline())["status"] == "crashed"
        assert json.loads(process.stdout.readline())["status"] == "ok"
        other = wait_for(lambda: [c for c in all_children(process.pid) if c != victim and is_alive(c)])[0]
        os.kill(other, signal.SIGSTOP)
        answer = json.loads(process.stdout.readline())
        assert (answer["status"], answer["key"]) == ("timeout", None)
        assert json.loads(process.stdout.readline())["status"] == "ok"
        assert process.wait(timeout=30) == 0
        assert not is_alive(other)
    finally:
        process.kill()


def test_processes_of_a_killed_supervisor_end_even_in_a_file_that_hangs(tmp_path):
    hang = hanging(tmp_path / "endless.csv")
    process = subprocess.Popen([RELEASE, "analyze", "--jsonl", "--jobs", "2"], stdin=subprocess.PIPE,
                               stdout=subprocess.DEVNULL)
    process.stdin.write(lines([str(hang), str(hang)]).encode())
    process.stdin.flush()
    found = wait_for(lambda: len(c := all_children(process.pid)) == 2 and c)
    time.sleep(0.3)
    process.kill()
    process.wait()
    wait_for(lambda: not any(map(is_alive, found)), seconds=15)


@pytest.mark.parametrize("pool", BOTH)
def test_exit_codes(cells, broken, pool, tmp_path):
    assert batch([str(broken[0][0])], *pool)[0] == 0
    assert batch([], *pool)[:2] == (0, b"")
    assert batch([str(broken[0][0])], *pool, "--strict")[0] == 1
    assert batch([str(ROOT / "SampleRuns/pouch-ncm")], *pool, "--strict")[0] == 0
    assert batch([], *pool, "--rules", "no-such-pack")[0] == 2
    assert batch([], *pool, "--rules", tmp_path / "missing.json")[0] == 2
    assert batch([], *pool, "--cell", tmp_path / "missing.json")[0] == 2
    with open("/dev/full", "wb") as full:
        done = subprocess.run([RELEASE, "analyze", "--jsonl", *pool], input=f"{cells[0]}\n".encode(),
                              stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 6 and b"cannot be written" in done.stderr
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([RELEASE, "analyze", "--jsonl", *pool], input=f"{cells[0]}\n".encode(),
                          stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert done.returncode == 6


@pytest.mark.parametrize("arguments", [
    ("--jsonl", "a.csv"), ("--jsonl", "-o", "x.json"), ("--jsonl", "--run", "3"), ("--jobs", "2", "a.csv"),
    ("--jsonl", "--jobs", "0"), ("--jsonl", "--timeout", "3"), ("--jsonl", "--jobs", "1", "--timeout", "0"), ()])
def test_what_does_not_go_together_is_a_mistake_of_usage(arguments):
    outcome = denchi("analyze", *arguments)
    assert outcome.code == 2 and not outcome.out


def test_inputs_are_only_read(cells):
    before = {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in cells[0].iterdir()}
    batch([str(cells[0])], "--jobs", 1)
    assert {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in cells[0].iterdir()} == before


def test_answers_are_judged_again_by_another_edition(cells, broken):
    out = batch([str(cells[0]), str(broken[0][0]), str(cells[1])], "--rules", "jp-meti-2025")[1]
    done = subprocess.run([RELEASE, "rules", "rejudge", "--rules", "jp-meti-2022-second-call"], input=out,
                          capture_output=True)
    fresh = answers(batch([str(cells[0]), str(broken[0][0]), str(cells[1])], "--rules",
                          "jp-meti-2022-second-call")[1])
    again = answers(done.stdout)
    assert done.returncode == 0 and len(again) == 3
    for a, b in ((again[0], fresh[0]), (again[2], fresh[2])):
        assert a["report"] == b["report"] and a["id"] == b["id"]
        assert a["verdicts"] == b["verdicts"]
    assert again[1] == answers(out)[1]
    assert [a.get("from") for a in again] == [answers(out)[0]["key"], None, answers(out)[2]["key"]]
    assert len({again[0]["key"], again[2]["key"], fresh[0]["key"], fresh[2]["key"]}) == 4
