/// Where the answers of a line pass on their way out, and some come to harm.
struct FaultGate {
  /// Bytes that leave, how long after they would have, in ns.
  struct Parcel: Equatable {
    var delay: Int64
    var bytes: [UInt8]
  }

  private var choice: FaultChoice
  private var silentUntil = Int64.min
  private var kept: [UInt8] = []
  private let isModbusTCP: Bool

  init(_ choice: FaultChoice, isModbusTCP: Bool) {
    self.choice = choice
    self.isModbusTCP = isModbusTCP
  }

  mutating func ask(_ fault: Fault) { choice.ask(fault) }
  mutating func fallSilent(until end: Int64) { silentUntil = end }

  /// What becomes of an answer.
  ///
  /// - Returns: the parcels, and the names of the faults of one answer that befell it. Faults that
  ///   last are returned as they are: the line carries them out.
  mutating func pass(
    _ answer: Answer, at now: Int64
  ) -> (parcels: [Parcel], befallen: [Fault.Kind], lasting: [Fault]) {
    let (faults, random) = choice.next()
    let lasting = faults.filter { !$0.kind.isOfOneAnswer }
    guard now >= silentUntil else { return ([], [.silence], lasting) }
    var bytes = answer.bytes
    var parcels: [Parcel]?
    for fault in faults where fault.kind.isOfOneAnswer {
      if let made = befall(fault, &bytes, answer, random) { parcels = made }
    }
    var result = parcels ?? [Parcel(delay: 0, bytes: bytes)]
    if !kept.isEmpty, !result.isEmpty {
      result[0].bytes = kept + result[0].bytes
      kept = []
    }
    return (result, faults.filter(\.kind.isOfOneAnswer).map(\.kind), lasting)
  }

  /// Changes the bytes, or says how they leave.
  private mutating func befall(
    _ fault: Fault, _ bytes: inout [UInt8], _ answer: Answer, _ random: UInt64
  ) -> [Parcel]? {
    let duration = Int64(fault.duration * 1e9)
    switch fault.kind {
    case .late: return [Parcel(delay: duration, bytes: bytes)]
    case .duplicate: bytes += bytes
    case .cut: bytes = Array(bytes.prefix(fault.count ?? Self.place(random, in: bytes.count)))
    case .merged:
      kept += bytes
      return []
    case .bitFlip: flip(fault.count, &bytes, random)
    case .drip:
      return bytes.enumerated().map { Parcel(delay: Int64($0) * duration, bytes: [$1]) }
    case .noise: bytes = Self.noise(fault.count ?? 1 + Self.place(random, in: 16), random) + bytes
    case .otherUnit: bytes = answer.misled?().otherUnit ?? bytes
    case .otherLength: bytes = answer.misled?().otherLength ?? bytes
    case .silence, .unplug, .restart, .wrongIdentity, .stuckValue, .sentinel: break
    }
    return nil
  }

  private func flip(_ bit: Int?, _ bytes: inout [UInt8], _ random: UInt64) {
    guard !bytes.isEmpty else { return }
    // Behind the header nothing on Modbus TCP tells a wrong bit, and no client could.
    let limit = 8 * (isModbusTCP ? min(bytes.count, 9) : bytes.count)
    let bit = min(bit ?? Self.place(random, in: limit), 8 * bytes.count - 1)
    bytes[bit / 8] ^= 1 << UInt8(bit % 8)
  }

  /// A number below a limit from random bits; at least 0.
  private static func place(_ random: UInt64, in limit: Int) -> Int {
    limit > 0 ? Int((random >> 8) % UInt64(limit)) : 0
  }

  private static func noise(_ count: Int, _ random: UInt64) -> [UInt8] {
    var state = random
    return (0..<count).map { _ in UInt8(truncatingIfNeeded: SeededNoise.splitMix(&state) >> 16) }
  }
}
