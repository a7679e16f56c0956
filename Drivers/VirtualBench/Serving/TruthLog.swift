import CellData

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Where to write what was served, as CSV; nil: nowhere.
public struct TruthFiles: Sendable, Equatable {
  /// One row for each reading in each answer, whatever became of the answer.
  public var answers: String?
  /// One row for each step that ended, with what really flowed.
  public var steps: String?

  public init(answers: String? = nil, steps: String? = nil) {
    self.answers = answers
    self.steps = steps
  }
}

/// The truth, written beside what clients get to see.
final class TruthLog {
  /// The real time that counts as 0, in ns.
  var start: Int64 = 0
  private var answers: TextFile?
  private var steps: TextFile?

  /// Nil where nothing is to be written.
  init?(_ files: TruthFiles) throws(VirtualBenchError) {
    guard files.answers != nil || files.steps != nil else { return nil }
    if let path = files.answers { answers = try TextFile(path) }
    if let path = files.steps { steps = try TextFile(path) }
    answers?.text =
      "served_s,line,channel,tick,deviceTime_s,voltage_V,current_A,temperature_degC,"
      + "charge_Ah,discharge_Ah,cycle,step,marked,faults\n"
    steps?.text =
      "line,channel,step,cycle,drive,start_s,end_s,cutOff_s,charge_Ah,energy_Wh,"
      + "chargeToEnd_Ah,capacityFactor\n"
  }

  func note(_ carried: [CarriedReading], line: String, at now: Int64, faults: [Fault.Kind]) {
    guard answers != nil else { return }
    for one in carried {
      let reading = one.reading
      let numbers = [
        reading.time.value, reading.voltage, reading.current, reading.temperature,
        reading.chargeCapacity, reading.dischargeCapacity,
      ].map { "\($0)" }.joined(separator: ",")
      let names = faults.map(\.rawValue).joined(separator: "+")
      answers?.text +=
        "\(Double(now - start) / 1e9),\(line),\(one.channel),\(reading.tick),\(numbers),"
        + "\(reading.cycle),\(reading.step),\(one.isMarked ? 1 : 0),\(names)\n"
    }
    if let count = answers?.text.utf8.count, count > 1 << 16 { answers?.flush() }
  }

  func note(_ executed: [VirtualRun.ExecutedStep], line: String, channel: String) {
    guard steps != nil else { return }
    for step in executed {
      let last = step.cutOff ?? step.end
      let charge = last.cell.netCharge.value - step.start.cell.netCharge.value
      let energy = last.cell.netEnergy.value - step.start.cell.netEnergy.value
      let toEnd = step.end.cell.netCharge.value - step.start.cell.netCharge.value
      let cutOff = step.cutOff.map { "\($0.time.value)" } ?? ""
      steps?.text +=
        "\(line),\(channel),\(step.number),\(step.plan.cycle),\(step.plan.drive.word),"
        + "\(step.start.time.value),\(step.end.time.value),\(cutOff),\(charge),\(energy),"
        + "\(toEnd),\(step.end.cell.ageing.capacityFactor)\n"
    }
  }

  func flush() {
    answers?.flush()
    steps?.flush()
  }
}

extension Procedure.Drive {
  /// One word for a table.
  fileprivate var word: String {
    switch self {
    case .rest: "rest"
    case .constantCurrent(let current): current < .zero ? "discharge" : "charge"
    case .constantVoltage: "hold"
    }
  }
}

/// A file that text is added to.
private struct TextFile {
  var text = ""
  private let descriptor: Descriptor

  init(_ path: String) throws(VirtualBenchError) {
    let number = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard number >= 0 else { throw .cannotWrite(path: path, reason: systemError()) }
    descriptor = Descriptor(number)
  }

  /// Writes what was added; a full disk loses it, and nothing else.
  mutating func flush() {
    var rest = Array(text.utf8)[...]
    text = ""
    while !rest.isEmpty, let sent = descriptor.write(rest), sent > 0 { rest = rest.dropFirst(sent) }
  }
}
