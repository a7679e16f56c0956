#!/usr/bin/env python3
"""Makes the small files with which the fuzzers begin: one for each layout that is read.

    make_seeds.py [FOLDER]

They go to FOLDER/<reader>/ (Corpus beside this script). parquet and mat need pyarrow and scipy; where
those are missing, their seeds are left as they are. The layouts are those of the reader's own
documentation and of the public readers that it names; nothing is copied from measured files.
"""
import gzip
import pathlib
import struct
import sys
import zipfile


def put(buffer, offset, layout, *values):
    struct.pack_into("<" + layout, buffer, offset, *values)


# Neware nda

def nda_old(version, length):
    head = bytearray(200)
    head[0:6] = b"NEWARE"
    head[14] = version
    put(head, 16, "I", 100)
    put(head, 126, "i", 500)
    rows = [(1, 4, 1, 0, 36000, 0), (2, 4, 1, 10, 36010, 0), (3, 1, 2, 0, 36500, 100),
            (5, 2, 3, 5, 36100, -100), (4, 1, 2, 5, 37000, 100)]
    body = b""
    for index, kind, step, seconds, voltage, current in rows:
        row = bytearray(length)
        if length == 59:
            row[0] = 0x55 if version == 7 else 0
            put(row, 1, "IIBBIii", index, 1, step, kind, seconds, voltage, current)
            put(row, 31, "qqq", 7200, 7200, 1_700_000_000)
        else:
            row[0] = 0x55
            jump = 1 if length == 86 else 0
            put(row, 2, "IIHB", index, 1, step, kind)
            put(row, 13 + jump, "Qii", seconds * 1000, voltage, current)
            if length == 86:
                put(row, 38, "qqqq", 7200, 0, 26280, 0)
                if version >= 26:
                    put(row, 70, "HBBBBB", 2024, 1, 2, 3, 4, 5)
                else:
                    put(row, 70, "Q", 1_700_000_000 + seconds)
                put(row, 78, "i", 500)
            else:
                put(row, 37, "qqQi", 7200, 26280, 1_700_000_000, 500)
        body += row
        if length != 59:
            auxiliary = bytearray(length)
            auxiliary[0], auxiliary[1] = 0x65, 1
            put(auxiliary, 2, "I", index)
            put(auxiliary, 22 - (length == 69), "i", 41000)
            put(auxiliary, 34 - (length == 69), "h", 253)
            body += auxiliary
    put(head, 64, "II", len(head), len(body))
    return bytes(head) + body


def nda_bts9(record_version, length):
    head = bytearray(1024)
    head[0:6] = b"NEWARE"
    head[14] = 130
    put(head, 16, "H", record_version)
    body = b""
    for index in range(1, 9):
        step, kind, sign = (1, 4, 0) if index < 4 else (2, 1, 1) if index < 7 else (3, 2, -1)
        row = bytearray(length)
        if length == 88:
            row[0:4] = b"\x12\x50\x00\x07"
            row[4], row[9], row[10] = 0x55, step, kind
            put(row, 16, "I", index)
            put(row, 28, "Qff", index * 1_000_000, 3.5 + index / 100, sign * 100.0)
            put(row, 52, "ffffQ", 36.0, 126.0, 0.0, 0.0, 1_700_000_000_000_000)
        else:
            put(row, 0, "HBB", 0x55, step, kind)
            put(row, 8, "IIIffff", index, index, 0, sign * 100.0, 3.6, sign * 36.0, sign * 129.6)
            if length == 60:
                put(row, 36, "II", 1_700_000_000, 0)
                put(row, 48, "fI", 25.5, 1)
            else:
                put(row, 36, "IIII", 1, 0, 1_700_000_000, 0)
                if length == 56:
                    put(row, 52, "f", 25.5)
        body += row
    put(head, 82, "QQ", 1024, len(body))
    return bytes(head) + body


# BioLogic mpr

def mpr(columns, version, new, rows=6):
    widths = {1: "B", 4: "d", 6: "f", 8: "f", 131: "H", 462: "f", 32: "f", 37: "f", 38: "f",
              777: "f", 24: "d", 7: "d"}
    data = bytearray(1007 if new else {0: 100, 2: 405, 3: 406}[version])
    put(data, 0, "I", rows)
    if new:
        put(data, 4, "H", len(columns))
        put(data, 6, f"{len(columns)}H", *columns)
    elif version == 0:
        data[4] = len(columns)
        data[5:5 + len(columns)] = bytes(columns)
    else:
        data[4] = len(columns)
        put(data, 5, f"{len(columns)}H", *columns)
    for row in range(rows):
        for column in columns:
            value = {1: 1, 4: row * 0.5, 6: 3.5 + row / 8, 8: -250.0, 131: row // 3, 462: 25.0,
                     32: 10.0 ** (4 - row), 37: 1.0 + row, 38: 0.5, 777: 1.0, 24: 1.0, 7: 0.03}
            data += struct.pack("<" + widths[column], value[column])

    def module(name, body):
        head = b"MODULE" + name.ljust(10).encode() + b" " * 25
        if new:
            return head + struct.pack("<IIII", 0xFFFFFFFF, len(body), version, 0) \
                + b"01/02/24" + body
        return head + struct.pack("<II", len(body), version) + b"01/02/24" + body

    log = bytearray(600)
    put(log, 469, "d", 45000.25)
    head = b"BIO-LOGIC MODULAR FILE\x1a".ljust(48) + b"\0\0\0\0"
    return head + module("VMP Set", b"\0" * 20) + module("VMP data", bytes(data)) \
        + module("VMP LOG", bytes(log))


# Neware ndax: members as the fuzzer lists them

NDAX = ["data.ndc", "data_runInfo.ndc", "data_step.ndc", "TestInfo.xml", "data_AUX_9_3_1.ndc",
        "data_1.ndc"]
XLSX = ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"]


def listed(names, members):
    return b"".join(
        bytes([names.index(name)]) + len(body).to_bytes(3, "little") + body
        for name, body in members)


def ndc(kind, version, rows, header=b""):
    size = 512 if version < 5 else 4096
    first = bytearray(size)
    first[0], first[2] = kind, version
    first[516:516 + len(header)] = header
    page = bytearray(size)
    for place, row in enumerate(rows):
        if version >= 5:
            page[4 + place // 8] |= 1 << place % 8
        at = (5 if version < 5 else 132) + place * len(row)
        page[at:at + len(row)] = row
    return bytes(first[:size]) + bytes(page)


def ndax(version):
    in_ampere = version in (6, 8, 12, 14, 17)
    aux_xml = b'<root><config><TestInfo><Aux1 AuxID="1" RealChlID="9" ChlType="103"/>' \
        b"</TestInfo></config></root>"
    members = []
    if version in (2, 4, 5):
        lead = 8 if version < 5 else 1
        rows = []
        for index, (kind, current) in enumerate([(4, 0), (1, 100), (2, -100)], 1):
            row = bytearray(lead + 86)
            put(row, lead, "IIBB", index, 0, index, kind)
            put(row, lead + 15, "Qii", 1000, 36000, current)
            put(row, lead + 35, "qqqq", 3600, 0, 12960, 0)
            put(row, lead + 67, "HBBBBB", 2024, 1, 2, 3, 4, 5)
            put(row, lead + 74, "i", 100)
            rows.append(bytes(row))
        members.append(("data.ndc", ndc(1, version, rows)))
        auxiliary = []
        for index in (1, 2, 3):
            row = bytearray(lead + 86)
            put(row, lead, "I", index)
            put(row, lead + 23, "i", 41000)
            put(row, lead + 33, "h", 251)
            auxiliary.append(bytes(row))
        members.append(("data_1.ndc", ndc(5, version, auxiliary)))
        return listed(NDAX, members)
    steps = [(4, 1), (1, 3), (2, 5)]
    tail = b"\0" * 8 + struct.pack("<I", 1) + b"\0" * 63 if version >= 16 else b"\0" * 12
    step_rows = [struct.pack("<II", 0, n) + b"\0" * 16 + bytes([kind]) + tail
                 for n, (kind, _) in enumerate(steps, 1)]
    if version == 6:
        rows = [struct.pack("<IBffffffBII", 1000 * n, 0, 3.5, 0.1 * n, 0.01, 0, 0.03, 0, 0,
                            1_700_000_000 + n, 1 + n // 3) for n in range(6)]
        return listed(NDAX, [("data.ndc", ndc(1, 6, rows)), ("data_step.ndc", ndc(7, 6, step_rows))])
    if version == 15:
        length = 60
        rows = []
        for index in range(1, 7):
            step, kind, sign = (1, 4, 0) if index < 3 else (2, 1, 1) if index < 5 else (3, 2, -1)
            row = bytearray(length)
            row[2], row[3] = step, kind
            put(row, 8, "IIIffff", index, index, 500_000_000, sign * 100.0, 3.6, 360.0, 1296.0)
            put(row, 36, "IIff", 1_700_000_000, 250_000_000, 36.0, 72.0)
            rows.append(bytes(row))
        columns = [(15, 1, 36), (5, 1, 44), (6, 1, 48)]
        header = struct.pack("<I", length) + b"".join(
            struct.pack("<iBi", *column) for column in columns)
        return listed(NDAX, [("data.ndc", ndc(1, 15, rows, header))])
    scale = (1.0, 1.0) if in_ampere else (10_000.0, 1000.0)
    rows = [struct.pack("<ff", (3.5 + n / 10) * scale[0], (0, 0, 0.5, 0.5, -0.5, -0.5)[n] * scale[1])
            for n in range(6)]
    members.append(("data.ndc", ndc(1, version, rows)))
    info = []
    for record, step in ((1, 1), (3, 2), (5, 3)):
        row = struct.pack("<IBffff", 0, 0, 0.0, 0.0, 0.0, 0.0)
        row += b"\0" * (5 if version == 8 else 8)
        row += struct.pack("<iIII", 1000, 1_700_000_000, step, record)
        if version >= 11:
            row += struct.pack("<H", 500)
        row += b"\0" * {13: 8, 14: 8, 16: 53, 17: 53}.get(version, 0)
        info.append(row)
    members.append(("data_runInfo.ndc", ndc(18, version, info)))
    members.append(("data_step.ndc", ndc(7, version, step_rows)))
    members.append(("TestInfo.xml", aux_xml))
    if version in (9, 11, 13, 16):
        auxiliary = [struct.pack("<Bfh", 0x65, 41000.0, 250 + n) for n in range(6)]
    else:
        auxiliary = [struct.pack("<f", 25.0 + n) for n in range(6)]
    members.append(("data_AUX_9_3_1.ndc", ndc(5, version, auxiliary)))
    return listed(NDAX, members)


def workbook():
    def sheet(rows):
        return f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode()

    head = ('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
            '<c r="D1" t="inlineStr"><is><t>Voltage(V)</t></is></c></row>')
    rows = "".join(
        f'<row><c r="A{n}"><v>{n}</v></c><c r="B{n}"><v>-1.5e0</v></c><c r="D{n}"><v>{4 - n / 9}</v>'
        "</c></row>" for n in range(2, 6))
    strings = b"<sst><si><t>Test_Time(s)</t></si><si><t>Current(A)</t></si></sst>"
    return [("xl/workbook.xml", b"<workbook/>"), ("xl/sharedStrings.xml", strings),
            ("xl/worksheets/sheet1.xml", sheet("<row><c><v>TEST &amp; REPORT</v></c></row>")),
            ("xl/worksheets/sheet2.xml", sheet(head + rows)),
            ("xl/worksheets/sheet3.xml", sheet(head + rows))]


def archive(members, method):
    path = pathlib.Path("/tmp/denchi-seed.zip")
    with zipfile.ZipFile(path, "w", method) as file:
        for name, body in members:
            file.writestr(zipfile.ZipInfo(name), body, method)
    contents = path.read_bytes()
    path.unlink()
    return contents


# Arbin res: a Jet 4 database of seven pages

def jet(tests=(1,)):
    size = 4096

    def definition(columns, usage):
        page = bytearray(size)
        page[0], page[1] = 2, 1
        names = b""
        variable = fixed = 0
        put(page, 40, "B", 0x4E)
        put(page, 45, "H", len(columns))
        for place, (name, kind, width) in enumerate(columns):
            at = 63 + place * 25
            page[at] = kind
            put(page, at + 5, "H", place)
            if width:
                put(page, at + 15, "H", 3)
                put(page, at + 21, "HH", fixed, width)
                fixed += width
            else:
                put(page, at + 7, "H", variable)
                put(page, at + 15, "H", 2)
                put(page, at + 23, "H", 100)
                variable += 1
            wide = name.encode("utf-16-le")
            names += struct.pack("<H", len(wide)) + wide
        put(page, 43, "H", variable)
        at = 63 + len(columns) * 25
        page[at:at + len(names)] = names
        put(page, 55, "I", usage)
        return bytes(page)

    def data(rows, owner):
        page = bytearray(size)
        page[0], page[1] = 1, 1
        put(page, 4, "I", owner)
        put(page, 12, "H", len(rows))
        end = size
        for place, row in enumerate(rows):
            end -= len(row)
            page[end:end + len(row)] = row
            put(page, 14 + 2 * place, "H", end)
        return bytes(page)

    def row(count, fixed, texts):
        body = struct.pack("<H", count) + fixed
        offsets = [len(body)]
        for text in texts:
            body += text
            offsets.append(len(body))
        for offset in reversed(offsets):
            body += struct.pack("<H", offset)
        return body + struct.pack("<H", len(texts)) + bytes([0xFF] * ((count + 7) // 8))

    catalogue = [("Id", 4, 4), ("Type", 3, 2), ("Name", 10, 0)]
    tables = [("Channel_Normal_Table", 4), ("Auxiliary_Table", 6)]
    entries = [row(3, struct.pack("<ih", page, 1), [b"\xff\xfe" + name.encode()])
               for name, page in tables]
    channel = [("Test_ID", 4, 4), ("Data_Point", 4, 4), ("Test_Time", 7, 8), ("DateTime", 7, 8),
               ("Step_Index", 3, 2), ("Cycle_Index", 3, 2), ("Current", 6, 4), ("Voltage", 6, 4),
               ("Charge_Capacity", 7, 8)]
    records = [row(9, struct.pack("<iiddhhffd", test, point, 10.0 * point, 45000.5, point // 2, 1,
                                  0.5, 3.5 + point / 10, point / 100), [])
               for test in tests for point in (2, 1, 4, 3)]
    auxiliary = [("Test_ID", 4, 4), ("Data_Point", 4, 4), ("Auxiliary_Index", 3, 2),
                 ("Data_Type", 3, 2), ("X", 6, 4)]
    warmth = [row(5, struct.pack("<iihhf", 1, point, 0, 1, 25.0 + point), [])
              for point in (1, 2, 3, 4)]

    def usage(pages):
        bits = bytearray(64)
        for page in pages:
            bits[page // 8] |= 1 << page % 8
        return b"\0" + struct.pack("<I", 0) + bytes(bits)

    head = bytearray(size)
    head[0:20] = b"\0\1\0\0Standard Jet DB\0"
    head[0x14] = 1
    # The last page has its rows in the order in which the maps are asked for.
    maps = data([usage([3]), usage([5]), usage([7])], 0)
    return b"".join([
        bytes(head), maps, definition(catalogue, 1 << 8 | 0), data(entries, 2),
        definition(channel, 1 << 8 | 1), data(records, 4),
        definition(auxiliary, 1 << 8 | 2), data(warmth, 6)])


TEXTS = {
    "bdf": "Test Time / s,Voltage / V,Current / A,Cycle Count / 1,Step Type\n"
           "0,3.7,0.1,1,charge\n1.25e1,-3.6,+0.1,1,discharge\n2,,NaN,2,rest\n",
    "semicolon": "\ufeffRec;time/h;Ewe/V;I/mA;Md\r\n1;0,5;3,5;-250;C\r\n2;1,5;3,4;;D\r\n",
    "clock": "~x\nTotal Time\tU[V]\tI[A]\tDate\n0d 00:00:01\t3\t0\t2024-01-02 03:04:05\n",
    "quoted": '"Time(s),Voltage(V),Current(A),State"\n"1,3.5,0,Rest"\n"2,3.5,1,CC_Chg"\n',
    "digatron": "Prog Time,Voltage,Current,LogTemp001,\n[ss.xxx],[mV],[uA],[T1],\n"
                "1,3700,5,25,\n2,3701,12345678901234567890,25.5,\n",
    "blanks": "t/s U/V I/A\n  1   3.5  0\n2 3.4 1\n",
    "novonix": "[Summary]\nNovonix\n[End Summary]\n[Data]\nRun Time (h),Current (A),Potential (V)\n"
               "0,0,3.5\n1,1,3.6\n[Data]\nRun Time (h),Current (A),Potential (V)\n0,-1,3.4\n",
    "levels": "Cycle Index,Chg. Cap.(Ah)\n,Step Index,Step Number,Step Type,Step Time\n"
              ",,DataPoint,Total Time,Current(A),Voltage(V)\n1,0.5,1,1,Rest,00:00:02\n"
              ",,1,00:00:00,0,3.5\n,2,2,CC DChg,00:00:01\n,,2,00:00:02,-1,3.4\n2,0.5\n"
              ",1,1,CC Chg,00:00:01\n,,3,26:00:00,1,3.6\n",
    "eclab": "EC-Lab ASCII FILE\nNb header lines : 3\nmode\terror\ttime/s\t<Ewe/V>\t\n"
             "3\t0\t0\t3,5\n1\t0\t1\t3,4\n",
    "btlab": "BT-Lab ASCII FILE\nNb header lines : 4\nEwe,I filtering : 50 kHz\n"
             "time/s\tEwe/V\tI/mA\t\n11/20/2024 23:59:59.500\t3.5\t100\n",
    "gamry": "EXPLAIN\nTAG\tCHRONOA\nCURVE\tTABLE\t9\n\tPt\tT\tVf\tIm\n\t#\ts\tV vs. Ref.\tA\n"
             "\t0\t0\t3.5\t1E-3\n\t1\t1\t3.6\t1E-3\n",
    "pec": "Request Year:,2026\nTest,Cell,Total Time (Seconds),Voltage (V),Current (A)\n"
           "1,1,0,3.5,1\n1,1,1,3.6,1\n",
    "maccor": "Rec\tTestTime\tCap. [Ah]\tCurrent [A]\tVoltage [V]\tMd\tDPT Time\n"
              "1\t0\t0\t1\t3.5\tD\t05/21/2021 10:00:00\n2\t1\t0\t1\t3.4\tD\t05/21/2021 10:01:00\n",
}
SPECTRA = {
    "table.csv": "freq/Hz,Re(Z)/Ohm,-Im(Z)/Ohm\n1000,1,0.5\n100,2,1\n10,3,1.5\n1,4,2\n0.1,5,3\n",
    "gamry.dta": "EXPLAIN\nTAG\tEISPOT\nZCURVE\tTABLE\n\tPt\tTime\tFreq\tZreal\tZimag\n"
                 "\t#\ts\tHz\tohm\tohm\n\t0\t1\t1000\t1\t-0.5\n\t1\t2\t100\t2\t-1\n",
    "zplot.z": "ZPLOT2 ASCII\nFreq(Hz)\tAmpl\tBias\tTime(Sec)\tZ'(a)\tZ''(b)\nEnd Comments\n"
               "1000\t1\t0\t1\t1\t-0.5\n100\t1\t0\t2\t2\t-1\n",
    "elins.i2b": "words\n\n2\n1000.0 1.0 -0.5\n100.0 2.0 -1.0\n",
    "eco.dfr": "VERSION8.0\n 2\n 1\n" + " 1000\n 1\n 0.5\n 0\n 0\n 0\n 0\n 0\n 0\n" * 2,
    "palm.p00": "Procedure\n f/Hz\t Z'/Ohm\t -Z''/Ohm\n 2\n 1000\t1\t0.5\n 100\t2\t1\n",
    "ivium.idf": "Peaks=false\nprimary_data\n3\n2\n 1.0 -0.5 1000\n 2.0 -1.0 100\n",
}


CYCLES = {
    "table.csv": "Cycle_Index,Start_Time,Charge_Capacity (Ah),Discharge_Capacity (Ah),Max_Voltage (V)\n"
                 "1,2010-09-07 15:45:31,0.6,1.29,4.2\n2,2010-09-07 18:00:00,1.29,1.28,4.2\n",
    "points.tsv": "Cycle\tQ_dis\tq_dis\tDatenum_d\n1\t1,5\t0,9\t737792,5\n2\t1,4\t\t737793,5\n",
    "grid.csv": "".join(f"{row / 100},{row / 101}\n" for row in range(120)),
}


def zahner():
    points = [1000.0, 5000.0, 100.0, 1.0]
    head = (1).to_bytes(6, "big") + (len(points) - 1).to_bytes(6, "big")
    arrays = points + [1.0, 0.9, 1.5, 2.0] + [-0.1, -0.1, -0.3, -0.5]
    return head + struct.pack(f">{len(arrays)}d", *arrays) + bytes(64)


def seeds():
    for name, text in TEXTS.items():
        yield "text", f"{name}.txt", text.encode()
        yield "gzip", f"{name}.gz", gzip.compress(text.encode(), mtime=0)
    for version, length in ((8, 59), (7, 59), (13, 69), (22, 86), (29, 86)):
        yield "nda", f"version{version}.nda", nda_old(version, length)
    for version, length in ((3, 88), (19, 52), (19, 56), (42, 60)):
        yield "nda", f"bts9-{version}-{length}.nda", nda_bts9(version, length)
    yield "mpr", "new.mpr", mpr([1, 131, 4, 6, 8, 462], 0, True)
    yield "mpr", "unknown.mpr", mpr([1, 4, 6, 8, 777], 0, True)
    yield "mpr", "charge.mpr", mpr([1, 4, 6, 7], 0, True)
    yield "mpr", "impedance.mpr", mpr([1, 32, 37, 38, 4, 6, 8, 24], 0, True)
    for version in (0, 2, 3):
        yield "mpr", f"old{version}.mpr", mpr([1, 4, 6, 8], version, False)
    yield "spectra", "impedance.mpr", mpr([1, 32, 37, 38, 4, 6, 8, 24], 0, True)
    yield "spectra", "zahner.ism", zahner()
    for name, text in SPECTRA.items():
        yield "spectra", name, text.encode()
    for name, text in CYCLES.items():
        yield "cycles", name, text.encode()
    for version in (2, 5, 6, 8, 9, 11, 12, 13, 14, 15, 16, 17):
        yield "ndax", f"version{version}.members", ndax(version)
    yield "xlsx", "workbook.members", listed(XLSX, workbook())
    yield "zip", "stored.zip", archive(workbook(), zipfile.ZIP_STORED)
    yield "zip", "deflated.zip", archive(workbook(), zipfile.ZIP_DEFLATED)
    yield "res", "arbin.res", jet()
    yield "res", "two-tests.res", jet((1, 2))
    yield from mat_seeds()
    yield from parquet_seeds()


def mat_seeds():
    try:
        import io

        import numpy
        import scipy.io
    except ImportError:
        return
    count = 5
    run = {"timeVec": numpy.arange(count) * 1.0, "volVec": numpy.linspace(4, 3, count),
           "currVec": numpy.full(count, -1.0, "f4"), "Status": "PDDDD",
           "Step": numpy.arange(count, dtype="u1")}
    table = {"rates": {"T25": {"slow": run, "fast": run}, "note": "text"}}
    for name, compress in (("plain.mat", False), ("packed.mat", True)):
        file = io.BytesIO()
        scipy.io.savemat(file, table, do_compression=compress)
        # The head of the file holds the day on which it was made.
        yield "mat", name, b"MATLAB 5.0 MAT-file".ljust(116) + file.getvalue()[116:]


def parquet_seeds():
    try:
        import io

        import pyarrow
        import pyarrow.parquet
    except ImportError:
        return
    count = 40
    table = pyarrow.table({
        "test_time_second": [float(n) for n in range(count)],
        "voltage_volt": [None if n == 3 else 3.5 + n / 100 for n in range(count)],
        "current_ampere": pyarrow.array([1.0] * count, pyarrow.float32()),
        "cycle_count": pyarrow.array([1 + n // 20 for n in range(count)], pyarrow.int64()),
        "step_type": ["charge" if n < 20 else "rest" for n in range(count)],
        "date_time_millisecond": pyarrow.array(
            [1_700_000_000_000 + n for n in range(count)], pyarrow.timestamp("ms")),
        "flag": [n % 2 == 0 for n in range(count)],
    })
    kinds = {
        "snappy": {}, "plain": {"compression": "none", "use_dictionary": False},
        "gzip": {"compression": "gzip", "data_page_version": "2.0"},
        "split": {"compression": "none", "use_dictionary": False,
                  "column_encoding": {"voltage_volt": "BYTE_STREAM_SPLIT",
                                      "cycle_count": "DELTA_BINARY_PACKED"}},
        "groups": {"row_group_size": 16}, "zstd": {"compression": "zstd"},
    }
    for name, options in kinds.items():
        file = io.BytesIO()
        pyarrow.parquet.write_table(table, file, **options)
        yield "parquet", f"{name}.parquet", file.getvalue()


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent / "Corpus")
    for reader, name, body in seeds():
        path = folder / reader / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)


if __name__ == "__main__":
    main()
