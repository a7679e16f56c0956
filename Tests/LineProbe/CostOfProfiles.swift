import CellData
import Foundation
import Instruments

/// What it costs to turn registers into readings by a profile, without a wire.
///
/// `line-probe profile Drivers/Equipment/Denchi/DenchiRack.profile.json 1000`
struct CostOfProfiles {
  static let usage = "PROFILE [INPUTS]"

  private let path: String
  private let inputs: Int?

  init?(_ arguments: ArraySlice<String>) {
    guard let path = arguments.first, arguments.count <= 2 else { return nil }
    self.path = path
    inputs = arguments.count == 2 ? Int(arguments[arguments.startIndex + 1]) : nil
    if arguments.count == 2, inputs == nil { return nil }
  }

  func run() {
    do {
      let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
      try measure(try Profile(json: bytes, path: path))
    } catch {
      print("error \(error)")
    }
  }

  private func measure(_ written: Profile) throws {
    // The pauses that a device needs are no work.
    var profile = written
    profile.timing.minimumGap = 0
    let identity = InstrumentIdentity(maker: profile.maker, model: profile.models.first ?? "")
    var device = try ProfileEncoder(profile, inputs: inputs, identity: identity)
    for input in 0..<device.inputCount {
      try device.put(
        profile.values.map { $0.quantity == .voltage ? 3.7 : 1 }, input: input)
    }
    let bank = Registers(device.image)
    let instrument = try ProfiledModbusInstrument(
      profile, on: bank, unit: 1, inputs: device.inputCount, clock: ContinuousTime())
    let far = MonotonicTime.now.advanced(byNanoseconds: .seconds(3600))
    _ = try instrument.identify(by: far)
    var good = 0
    var best = Int64.max
    var total: Int64 = 0
    let times = 300
    for _ in 0..<times {
      let start = MonotonicTime.now
      let readings = try instrument.read(by: far)
      let spent = start.nanoseconds(to: .now)
      best = min(best, spent)
      total += spent
      for case .reading in readings { good += 1 }
    }
    let count = device.inputCount
    precondition(good == times * count, "every input gives a reading")
    let each = Double(best) / Double(count)
    print(
      "\(profile.name): \(count) inputs in \(instrument.requests.count) reads; "
        + "best \(best / 1000) us, mean \(total / Int64(times) / 1000) us a reading; "
        + "\(Int(each)) ns an input; at 10 Hz \(Double(best) * 10 / 1e7) % of a core")
  }

  /// Registers without a wire.
  private final class Registers: RegisterBank {
    private let image: RegisterImage
    var isOpen: Bool { true }

    init(_ image: RegisterImage) { self.image = image }

    func open(by deadline: MonotonicTime) throws(InstrumentError) {}
    func close() {}
    func discardInput() {}

    func read(
      _ request: RegisterRequest, by deadline: MonotonicTime
    ) throws(InstrumentError) -> [UInt16] {
      guard
        let registers = image.read(
          request.table, address: Int(request.address), count: request.count)
      else { throw .refused("exception 2") }
      return registers
    }
  }
}
