/// Decides which faults befall which answer of one line: a function of the seed and the answer's
/// number alone.
struct FaultChoice {
  private struct Entry {
    var place: UInt64
    var fault: Fault
  }

  private let entries: [Entry]
  private let seed: UInt64
  /// What was asked for from outside, for the next answers.
  private var asked: [Fault] = []
  private var answerCount = 0

  init(_ faults: [Fault], line: String, seed: UInt64) {
    self.seed = seed
    entries = faults.enumerated().compactMap { place, fault in
      if case .time = fault.trigger { return nil }
      guard fault.line == nil || fault.line == line else { return nil }
      return Entry(place: UInt64(place), fault: fault)
    }
  }

  /// Has a fault befall the next answer.
  mutating func ask(_ fault: Fault) { asked.append(fault) }

  /// The faults of the next answer, and random bits for what they leave open.
  mutating func next() -> (faults: [Fault], random: UInt64) {
    answerCount += 1
    guard !entries.isEmpty || !asked.isEmpty else { return ([], 0) }
    var state = seed ^ (UInt64(answerCount) &* 0xd134_2543_de82_ef95)
    let random = SeededNoise.splitMix(&state)
    var faults = entries.filter { happens($0, state) }.map(\.fault)
    faults += asked
    asked = []
    return (faults, random)
  }

  private func happens(_ entry: Entry, _ state: UInt64) -> Bool {
    switch entry.fault.trigger {
    case .chance(let probability):
      var own = state &+ entry.place &* 0x2545_f491_4f6c_dd1d
      return Double(SeededNoise.splitMix(&own) >> 11) * 0x1p-53 < probability
    case .answer(let first, let every):
      guard answerCount >= first else { return false }
      guard let every, every > 0 else { return answerCount == first }
      return (answerCount - first) % every == 0
    case .time: return false
    }
  }
}
