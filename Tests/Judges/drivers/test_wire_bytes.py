"""Our bytes on the documented vectors of EA's programming guide, judged by the dissectors of Wireshark."""

import subprocess

import pytest

from drivers import lines

# Requests and answers with unit 1, as the guide prints them.
VECTORS = {
    "actual values": (507, 3, "01 03 01 FB 00 03 75 C6", "01 03 06 26 20 0C 9B 09 1B 93 50"),
    "nominal voltage": (121, 2, "01 03 00 79 00 02 15 D2", "01 03 04 42 A0 00 00 EE 69"),
    "state": (505, 2, "01 03 01 F9 00 02 15 C6", "01 03 04 00 00 04 83 B9 52"),
}
PORT = 15099
needs_tshark = pytest.mark.skipif(
    lines.missing("tshark", "text2pcap"), reason="tshark or text2pcap is missing")


def dissect(folder, frames, protocol, *options):
    """The fields of each frame as tshark sees them."""
    hex_dump = folder / "frames.txt"
    hex_dump.write_text("".join(
        "000000 " + " ".join(f"{b:02x}" for b in frame) + "\n" for frame in frames))
    capture = folder / "frames.pcap"
    subprocess.run(["text2pcap", "-q", "-T", f"2000,{PORT}", hex_dump, capture], check=True,
                   capture_output=True)
    done = subprocess.run(
        ["tshark", "-r", capture, "-V", "-d", f"tcp.port=={PORT},{protocol}", *options],
        capture_output=True, text=True, check=True)
    return done.stdout


@needs_tshark
def test_the_requests_of_the_guide_leave_us_with_a_checksum_that_wireshark_calls_good(tmp_path):
    seen, answers = [], {bytes.fromhex(q): bytes.fromhex(a) for _, _, q, a in VECTORS.values()}

    def serve(receive, send):
        for request in lines.rtu_requests(receive):
            seen.append(request)
            send(answers[request])

    device = lines.Device(serve).on_terminal()
    with lines.Probe() as probe:
        assert probe.ask(f"open modbus-rtu://{device.path}?baud=115200 20").ok
        for address, count, request, answer in VECTORS.values():
            values = probe.read(1, "holding", address, count).values
            data = bytes.fromhex(answer)[3:-2]
            assert values == [data[n] << 8 | data[n + 1] for n in range(0, len(data), 2)]
    assert seen == [bytes.fromhex(q) for _, _, q, _ in VECTORS.values()]
    text = dissect(tmp_path, seen, "mbrtu", "-o", "mbrtu.crc_verification:TRUE")
    assert text.count("[correct]") >= len(VECTORS) or text.count("CRC-16: ") == len(VECTORS)
    assert "incorrect" not in text and "Bad" not in text, text
    damaged = [seen[0][:-1] + bytes([seen[0][-1] ^ 1])]
    assert "incorrect" in dissect(
        tmp_path, damaged, "mbrtu", "-o", "mbrtu.crc_verification:TRUE"), "the judge can say no"


@needs_tshark
def test_our_requests_over_tcp_are_modbus_to_wireshark(tmp_path):
    seen = []

    def serve(receive, send):
        while request := receive():
            seen.append(request)
            body = request[6:7] + lines.address_values(b"\0" + request[7:12])[1:]
            send(request[:4] + len(body).to_bytes(2, "big") + body)

    device = lines.Device(serve).on_loopback()
    with lines.Probe() as probe:
        assert probe.ask(f"open modbus-tcp://127.0.0.1:{device.port}").ok
        assert probe.read(1, "holding", 507, 3).values == [507, 508, 509]
        assert probe.read(7, "input", 0x1234, 2).values == [0x1234, 0x1235]
    text = dissect(tmp_path, seen, "mbtcp", "-o", f"mbtcp.tcp.port:{PORT}")
    for words in ("Transaction Identifier: 1", "Transaction Identifier: 2", "Unit Identifier: 1",
                  "Unit Identifier: 7", "Read Holding Registers (3)", "Read Input Registers (4)",
                  "Reference Number: 507", "Reference Number: 4660", "Word Count: 3"):
        assert words in text, words
