"""A Modbus TCP server by pymodbus with the registers of an EA PSB 10080-120, unit 1: ea_peer.py PORT

Addresses, types and scaling as in EA's register list KE3.10; 3.7 V, 10 A, discharging (sink).
"""

import asyncio
import struct
import sys

from pymodbus.server import StartAsyncTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice

NOMINAL = {"voltage": 80.0, "current": 120.0, "power": 3000.0}


def f32(value):
    high, low = struct.unpack(">HH", struct.pack(">f", value))
    return [high, low]


def text(value, registers=20):
    raw = value.encode().ljust(2 * registers, b"\0")
    return list(struct.unpack(f">{registers}H", raw))


def share(value, nominal):
    return round(52428 * value / nominal)


def registers(at, values):
    return SimData(at, values=values, datatype=DataType.REGISTERS)


def main():
    holding = [
        registers(0, [66]), registers(1, text("PSB 10080-120")), registers(21, text("EA")),
        registers(131, text("article")),
        registers(121, f32(80.0) + f32(120.0) + f32(3000.0)), registers(151, text("1234560001")),
        registers(191, text("KE 3.10")),
        registers(505, [0x0000, 0x1483]),
        registers(507, [share(3.7, 80), share(10.0, 120), share(37.0, 3000)]),
        registers(511, [0, 0]),
    ]
    bits = [SimData(0, values=[False] * 8, datatype=DataType.BITS)]
    device = SimDevice(id=1, simdata=(bits, bits, holding, [registers(0, [0])]))
    asyncio.run(StartAsyncTcpServer([device], address=("127.0.0.1", int(sys.argv[1]))))


main()
