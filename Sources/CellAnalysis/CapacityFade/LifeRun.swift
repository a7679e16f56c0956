public import CellData

/// A part of a cell's life: a run that was analysed, or cycles that somebody else summed up.
///
/// Where either comes from, a file, an archive or a live test, makes no difference here.
public struct LifeRun: Sendable {
  public var name: String
  public var content: Content

  public enum Content: Sendable, Equatable {
    case run(RunFindings)
    case cycles([TabulatedCycle])
  }

  public init(name: String, findings: RunFindings) {
    self.name = name
    content = .run(findings)
  }

  public init(name: String, cycles: [TabulatedCycle]) {
    self.name = name
    content = .cycles(cycles)
  }

  /// What the samples say; nil of a cycle table.
  var findings: RunFindings? {
    if case .run(let findings) = content { findings } else { nil }
  }

  /// Wall clock of the first sample or of the start of the first cycle.
  var startUnixTime: Double? {
    switch content {
    case .run(let findings): findings.startUnixTime
    case .cycles(let cycles): cycles.compactMap { $0.startUnixTime ?? $0.endUnixTime }.first
    }
  }

  /// Wall clock of the end.
  var endUnixTime: Double? {
    switch content {
    case .run(let findings): findings.startUnixTime.map { $0 + findings.duration.value }
    case .cycles(let cycles): cycles.compactMap { $0.endUnixTime ?? $0.startUnixTime }.last
    }
  }

  /// Whether this run holds nothing that the other does not: the same run, or its beginning.
  ///
  /// The last step may have gone on after the shorter one was exported.
  func isPart(of other: LifeRun) -> Bool {
    switch (content, other.content) {
    case (.run(let own), .run(let whole)):
      guard !own.steps.isEmpty, own.startUnixTime == whole.startUnixTime,
        own.steps.count <= whole.steps.count
      else { return false }
      let closed = own.steps == whole.steps ? own.steps.count : own.steps.count - 1
      return closed > 0 && zip(own.steps.prefix(closed), whole.steps).allSatisfy(Self.isSame)
    case (.cycles(let own), .cycles(let whole)):
      return !own.isEmpty && own.count <= whole.count && zip(own, whole).allSatisfy { $0 == $1 }
    default: return false
    }
  }

  /// Whether two steps are one; which cycle or mode it belongs to may turn on what follows.
  private static func isSame(_ a: Step, _ b: Step) -> Bool {
    a.start == b.start && a.duration == b.duration && a.charge == b.charge
      && a.energy == b.energy && a.endVoltage == b.endVoltage
  }
}
