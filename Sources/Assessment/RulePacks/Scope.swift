public import CellData

/// Which cells a rule or a pack speaks of; an empty list means all.
public struct Scope: Sendable, Equatable {
  public var casings: [Cell.Casing]
  public var uses: [Cell.Use]
  /// What the plan must cover; a plan that says nothing covers cells.
  public var plans: [String]

  public init(casings: [Cell.Casing] = [], uses: [Cell.Use] = [], plans: [String] = []) {
    self.casings = casings
    self.uses = uses
    self.plans = plans
  }

  /// Whether a cell is meant.
  enum Match: Equatable {
    case inside
    /// The key of `cell.json` that puts the cell outside.
    case outside(String)
    /// The keys of `cell.json` without which it cannot be told.
    case unknown([String])
  }

  func match(_ cell: Cell) -> Match {
    var unknown: [String] = []
    let covered = cell.planCovers.isEmpty ? ["cells"] : cell.planCovers
    if !plans.isEmpty, !plans.contains(where: covered.contains) { return .outside("planCovers") }
    if !casings.isEmpty {
      guard let casing = cell.casing else { return unknownCasing(use: cell.use) }
      if !casings.contains(casing) { return .outside("casing") }
    }
    if !uses.isEmpty {
      if let use = cell.use {
        if !uses.contains(use) { return .outside("use") }
      } else {
        unknown.append("use")
      }
    }
    return unknown.isEmpty ? .inside : .unknown(unknown)
  }

  private func unknownCasing(use: Cell.Use?) -> Match {
    guard !uses.isEmpty else { return .unknown(["casing"]) }
    guard let use else { return .unknown(["casing", "use"]) }
    return uses.contains(use) ? .unknown(["casing"]) : .outside("use")
  }
}
