public import CellData

/// Keeps the books of one run: every slot is either a sample or part of a gap.
///
/// Slots are settled in order. A gap grows while its cause stays the same and is handed out when
/// it ends, so that what is handed out continues the run without a hole.
public struct SlotLedger: Sendable {
  /// The first slot that is not settled.
  public private(set) var nextSlot: Int
  /// The gap that still grows.
  public private(set) var openGap: RecordedGap?
  /// A gap is handed out in pieces of at most this many slots, so that a crash loses little.
  public var longestGap = Int.max

  public init(nextSlot: Int) { self.nextSlot = nextSlot }

  /// Settles the next slot with a sample.
  ///
  /// - Returns: the gap that ended before it, if one was open.
  /// - Precondition: `sample.slot == nextSlot`.
  public mutating func settle(_ sample: RecordedSample) -> RecordedGap? {
    precondition(sample.slot == nextSlot, "a slot was left out")
    nextSlot += 1
    return closeGap()
  }

  /// Settles all slots up to one, itself included, as missing; nothing where they are settled.
  ///
  /// - Returns: gaps that ended with this, in order.
  public mutating func miss(
    through slot: Int, cause: RecordedGap.Cause, detail: String
  ) -> [RecordedGap] {
    guard slot >= nextSlot else { return [] }
    var ended: [RecordedGap] = []
    if let gap = openGap, gap.cause != cause || gap.slotCount >= longestGap {
      ended.append(gap)
      openGap = nil
    }
    if openGap == nil {
      openGap = RecordedGap(firstSlot: nextSlot, lastSlot: slot, cause: cause, detail: detail)
    } else {
      openGap?.lastSlot = slot
    }
    nextSlot = slot + 1
    return ended
  }

  /// Ends the gap that is open.
  public mutating func closeGap() -> RecordedGap? {
    defer { openGap = nil }
    return openGap
  }
}
