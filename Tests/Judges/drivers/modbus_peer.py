"""Registers served by pymodbus, which nobody here wrote: modbus_peer.py tcp PORT | rtu TERMINAL

Unit 1 holds at each address from 0 to 32787 the address, unit 2 its complement; input registers hold
the address plus 1000; coil and discrete input N are on where N is a multiple of 3 and of 5.
"""

import asyncio
import sys

from pymodbus import FramerType
from pymodbus.server import StartAsyncSerialServer, StartAsyncTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice

COUNT = 0x8000 + 20


def unit(number, value):
    registers, bits = DataType.REGISTERS, DataType.BITS
    return SimDevice(id=number, simdata=(
        [SimData(0, values=[n % 3 == 0 for n in range(64)], datatype=bits)],
        [SimData(0, values=[n % 5 == 0 for n in range(64)], datatype=bits)],
        [SimData(0, values=[value(n) for n in range(COUNT)], datatype=registers)],
        [SimData(0, values=[n + 1000 for n in range(200)], datatype=registers)]))


async def main():
    units = [unit(1, lambda n: n), unit(2, lambda n: n ^ 0xFFFF)]
    if sys.argv[1] == "tcp":
        await StartAsyncTcpServer(units, address=("127.0.0.1", int(sys.argv[2])))
    else:
        await StartAsyncSerialServer(
            units, port=sys.argv[2], framer=FramerType.RTU, baudrate=115200)


asyncio.run(main())
