import CellData

/// Turns the current by the file's own word for the direction, where its sign says nothing.
///
/// Some testers write the current without a sign, or positive on discharge, beside a column that
/// says what they did. The first sample with current that the file calls a discharge (or a charge
/// with negative current) settles which convention the file follows.
struct SignMending: Sendable {
  private enum Convention { case unknown, signed, turned }

  private var convention = Convention.unknown
  private var turned = FindingTally(.currentSign)

  mutating func mend(_ chunk: RunChunk) -> RunChunk {
    guard chunk.has(.direction), convention != .signed else { return chunk }
    let directions = chunk[.direction]
    var current = chunk[.current]
    for k in current.indices {
      let direction = directions[k]
      guard direction.isFinite, direction != 0, current[k] != 0 else { continue }
      if convention == .unknown {
        if direction < 0 { convention = current[k] < 0 ? .signed : .turned }
        if direction > 0, current[k] < 0 { convention = .turned }
      }
      if convention == .signed { break }
      guard convention == .turned, (direction < 0) != (current[k] < 0) else { continue }
      turned.note(record: chunk.firstRecord + k)
      current[k] = -current[k]
    }
    guard turned.count > 0 else { return chunk }
    var copy = chunk
    copy.replace(.current, with: current)
    return copy
  }

  func findings() -> [QualityFinding] {
    [turned.finding(.repaired)].compactMap(\.self)
  }
}
