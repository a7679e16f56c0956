import CellData
import ColumnKernels

/// Decides which sweeps keep their voltage curve, so that memory stays bounded.
///
/// A life test repeats one current thousands of times: the first ``perLevel`` sweeps at each
/// current are enough for a rate characteristic. Of the others, those whose number grows by half
/// each time are kept to show how the curve ages: 20 of 10,000.
struct CurveBudget: Sendable {
  private struct Level: Sendable {
    var current: Double
    var kept: Int
    /// The number of the next sweep to keep for its age.
    var next = Double(CurveBudget.perLevel) * CurveBudget.spacing

    var wantsNext: Bool { kept < CurveBudget.perLevel || Double(kept + 1) >= next }
  }

  private var levels: [Level] = []

  static let perLevel = 4
  static let levelLimit = 64
  static let spacing = 1.5
  /// Currents within this share of each other are one level.
  static let levelShare = 0.03
  /// A sweep with fewer samples has no curve worth keeping.
  static let fewestSamples = 20

  /// Whether a segment that begins should gather a curve; one that continues another does as that
  /// one did, since the two may turn out to be one step.
  func wants(_ segment: Segment, after previous: Segment?) -> Bool {
    if segment.edge == .departure { return previous?.curve != nil }
    guard segment.first.current != 0 else { return false }
    guard let level = level(of: segment.first.current) else {
      return levels.count < Self.levelLimit
    }
    return levels[level].wantsNext
  }

  /// Keeps or drops the curve of a segment that is over.
  mutating func settle(_ segment: inout Segment) {
    guard segment.curve != nil, segment.edge != .departure else { return }
    guard segment.sampleCount >= Self.fewestSamples else {
      segment.curve = nil
      return
    }
    let current = segment.settledCurrent.mean
    if let level = level(of: current) {
      if !levels[level].wantsNext { segment.curve = nil }
      levels[level].kept += 1
      guard levels[level].kept > Self.perLevel, segment.curve != nil else { return }
      segment.isLaterCurve = true
      levels[level].next = Double(levels[level].kept) * Self.spacing
    } else if levels.count < Self.levelLimit {
      levels.append(Level(current: current, kept: 1))
    } else {
      segment.curve = nil
    }
  }

  private func level(of current: Double) -> Int? {
    levels.firstIndex { abs($0.current - current) <= Self.levelShare * abs($0.current) }
  }
}
