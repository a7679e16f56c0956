"""The four-channel tester of “Add an instrument” as a Modbus server by pymodbus: own_peer.py PORT

Channel k: 3.7000 V + k mV, 1.5 A, charging where k is even, 25.3 degC; channel 4 has no cell.
"""

import asyncio
import sys

from pymodbus.server import StartAsyncTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice


def registers(at, values):
    return SimData(at, values=values, datatype=DataType.REGISTERS)


def main():
    # Two registers of 32 bits: the low word first.
    holding = [registers(0, [0x4654, 0, 70001 & 0xFFFF, 70001 >> 16, 123])]
    channels = [registers(0xF0, [100_000 & 0xFFFF, 100_000 >> 16])]
    for k in range(4):
        volts = 0xFFFF if k == 3 else 37_000 + 10 * k
        channels.append(registers(0x100 + 16 * k, [volts, 1500, 1 if k % 2 == 0 else 2, 253]))
    bits = [SimData(0, values=[False] * 8, datatype=DataType.BITS)]
    device = SimDevice(id=1, simdata=(bits, bits, holding, channels))
    asyncio.run(StartAsyncTcpServer([device], address=("127.0.0.1", int(sys.argv[1]))))


main()
