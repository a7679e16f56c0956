import Instruments
import Testing

struct ConnectionTests {
  @Test func `each form is read`() throws {
    #expect(
      try Connection(parsing: "modbus-tcp://10.0.0.7") == .modbusTCP(host: "10.0.0.7", port: 502))
    #expect(
      try Connection(parsing: "modbus-tcp://tester.local:1502")
        == .modbusTCP(host: "tester.local", port: 1502))
    #expect(try Connection(parsing: "tcp://[fe80::1]:23") == .tcp(host: "fe80::1", port: 23))
    #expect(
      try Connection(parsing: "modbus-rtu:///dev/ttyUSB0?baud=19200&parity=even&stop=2")
        == .modbusRTU(
          SerialSettings(path: "/dev/ttyUSB0", baud: 19200, parity: .even, stopBits: 2)))
    #expect(
      try Connection(parsing: "serial:///dev/serial/by-id/usb-1")
        == .serial(SerialSettings(path: "/dev/serial/by-id/usb-1")))
  }

  @Test(arguments: [
    "modbus-tcp://10.0.0.7:502", "tcp://[::1]:23",
    "modbus-rtu:///dev/ttyS1?baud=115200&parity=odd&stop=1",
    "serial:///dev/pts/4?baud=9600&parity=none&stop=1",
  ])
  func `what is written is read back to the same`(_ text: String) throws {
    #expect(try Connection(parsing: text).description == text)
  }

  @Test(arguments: [
    ("10.0.0.7", "found no “://”"),
    ("modbus://h", "found the kind “modbus”, which is not known"),
    ("tcp://h", "found no port, expected HOST:PORT"),
    ("tcp://:5", "found no host"),
    ("tcp://h:0", "found the port “0”, expected 1 to 65535"),
    ("tcp://h:65536", "found the port “65536”, expected 1 to 65535"),
    ("tcp://::1:5", "found an IPv6 address without brackets, expected [ADDRESS]:PORT"),
    ("tcp://[::1", "found “[” without “]” around the address"),
    ("tcp://user@h:5", "found “@” in the host"),
    ("modbus-tcp://h:502/1", "found the port “502/1”, expected 1 to 65535"),
    ("serial://dev/ttyS0", "found no path of a port that begins with “/”"),
    ("serial:///dev/ttyS0?baud=fast", "found baud “fast”, expected a rate such as 9600"),
    ("serial:///dev/ttyS0?parity=mark", "found parity “mark”, expected none, even or odd"),
    ("serial:///dev/ttyS0?stop=3", "found stop “3”, expected 1 or 2"),
    ("serial:///dev/ttyS0?bits=7", "found the key “bits”, expected baud, parity or stop"),
    ("serial:///dev/ttyS0?baud=9600&baud=1200", "found “baud” twice"),
    ("serial:///dev/ttyS0?", "found “”, expected KEY=VALUE"),
  ])
  func `what cannot be meant is refused with the reason`(_ text: String, _ reason: String) {
    let error = #expect(throws: ConnectionError.self) { try Connection(parsing: text) }
    #expect(error?.reason == reason)
    #expect(error?.description.contains(text) == true)
  }
}
