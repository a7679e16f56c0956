public import CellData
public import Instruments

/// ZKETECH EBC-A20 battery tester, which sends its reports by itself.
///
/// The one command it is sent is “connect”, which starts the reports and switches nothing. Reports
/// have neither a time nor a number: they count when they arrive.
public final class EBC: PushingInstrument {
  public static let facts = EquipmentFacts(
    name: "zke-ebc", title: "ZKETECH EBC-A20: battery tester that sends by itself",
    maker: "ZKETECH", models: ["EBC-A20"], sheet: "zke-ebc", confirmation: .b,
    links: [
      ProfileLink(
        kind: .serial, baud: 9600, parity: .even,
        source: "CH340 in the cable, 9600 8E1 (even parity)")
    ],
    timing: ProfileTiming(
      minimumGap: 0, answerDeadline: .seconds(1), slowestAnswer: .seconds(1),
      source: "streams by itself, about 10 a second on A20 while active"),
    values: [
      EquipmentValue(.voltage, how: "report, bytes 3 and 4, base 240, in mV", source: "[3-4] mV"),
      EquipmentValue(
        .current, how: "report, bytes 1 and 2, base 240, in 10 mA; the state gives the sign",
        source: "[1-2] mA/10; [0] state"),
      EquipmentValue(
        .chargeCapacity, how: "report, bytes 5 and 6, base 240, in mAh, while it charges",
        source: "[5-6] mAh; counter wraps at 57599 mAh"),
      EquipmentValue(
        .dischargeCapacity, how: "report, bytes 5 and 6, base 240, in mAh, while it discharges",
        source: "[5-6] mAh; counter wraps at 57599 mAh"),
    ],
    refused: [
      RefusedFunction(
        function: "models A05 and A10H",
        reason: "two sources disagree on the scales of current and voltage on other models",
        source: "wirenboard differs on scales (mA, 10 mV): other models or an error"),
      RefusedFunction(
        function: "the first 15 s after connecting",
        reason: "what the numbers of a firmware report mean is not in the fact sheet",
        source: "64..70 = firmware report (first 15 s)"),
      RefusedFunction(
        function: "start, stop, set values, calibration", reason: "no driver switches power",
        source: "Host: 01, 02, 04, 07, 08, 11, 21"),
    ],
    notes: [
      "The tester goes on when the computer dies: always set its own cut-off voltage.",
      "Check current and voltage once with a known load before you trust them.",
    ])

  public let quantities: [Channel] = [.voltage, .current, .chargeCapacity, .dischargeCapacity]
  public let inputCount = 1
  /// About ten reports a second while it works.
  public let pushInterval: Int64 = .milliseconds(100)

  private static let models: [UInt8: String] = [5: "EBC-A05", 6: "EBC-A10H", 9: "EBC-A20"]
  private static let connect: [UInt8] = [0xFA, 0x05, 0, 0, 0, 0, 0, 0, 0x05, 0xF8]

  private let line: any Line
  private var hunt = EBCReportHunt()
  private var charged = WrappingCount()
  private var discharged = WrappingCount()

  public init(on line: any Line) { self.line = line }

  public func identify(by deadline: MonotonicTime) throws(InstrumentError) -> InstrumentIdentity {
    line.discardInput()
    hunt.reset()
    try line.send(Self.connect, by: deadline)
    let report = try newestReport(by: deadline)
    let name = Self.models[report.model] ?? "model \(report.model)"
    guard report.model == 9 else {
      throw .wrongIdentity(expected: "EBC-A20 (\(Self.facts.name))", found: name)
    }
    charged = WrappingCount()
    discharged = WrappingCount()
    return InstrumentIdentity(maker: Self.facts.maker, model: name)
  }

  /// Waits for the next report; where several have come already, takes the newest.
  public func read(by deadline: MonotonicTime) throws(InstrumentError) -> [InputReading] {
    let report = try newestReport(by: deadline)
    guard report.model == 9 else {
      throw .wrongIdentity(
        expected: "EBC-A20 (\(Self.facts.name))",
        found: Self.models[report.model] ?? "model \(report.model)")
    }
    switch report.activity {
    case .charge: charged.take(report.milliampereHours)
    case .discharge: discharged.take(report.milliampereHours)
    case .firmwareReport: return [.noValue("a firmware report, in the first 15 s")]
    case nil: return [.noValue("state \(report.state), which is not in the fact sheet")]
    }
    let amperes = report.activity == .charge ? report.amperes : 0 - report.amperes
    return [
      .reading(
        Reading(values: [
          report.volts, amperes, charged.ampereHours, discharged.ampereHours,
        ]))
    ]
  }

  private func newestReport(by deadline: MonotonicTime) throws(InstrumentError) -> EBCReport {
    var newest: EBCReport?
    var count = 0
    while newest == nil {
      do throws(InstrumentError) {
        let bytes = try line.receive(upTo: 8192, by: deadline)
        count += bytes.count
        hunt.add(bytes)
      } catch .noAnswer where count >= EBCReport.length {
        throw .badAnswer("\(count) bytes without a good report")
      }
      while let report = hunt.next() { newest = report }
      guard newest != nil || count < 65_536 else {
        throw .badAnswer("\(count) bytes without a good report")
      }
    }
    guard let newest else { throw .noAnswer }
    return newest
  }
}

/// A counter of the device that begins again at its end, as one that does not.
private struct WrappingCount {
  private var last = 0
  private var turns = 0

  /// A fall by more than half of the range is a wrap; any other fall is a new program.
  mutating func take(_ count: Int) {
    if last - count > EBCReport.countModulus / 2 {
      turns += 1
    } else if count < last {
      turns = 0
    }
    last = count
  }

  var ampereHours: Double { Double(turns * EBCReport.countModulus + last) / 1000 }
}
