public import CellData

/// What an archive says of a run, its samples aside.
public struct ArchivedRun: Sendable, Equatable {
  public var id: Int64
  public var plan: RecordingPlan
  /// Whether the run was ended by its recorder; an open run may grow.
  public var isComplete: Bool
  /// The slot after the last one: `samples + gapSlots` more than the first slot.
  public var nextSlot: Int
  public var samples: Int
  /// How many slots lie in gaps.
  public var gapSlots: Int
  public var gaps: Int
  public var events: Int
  /// The stretches that were recorded by one process each, in order; at least one.
  public var segments: [RecordingSegment]
  /// When the last sample was asked for, in ns since the run began; the start of the last segment
  /// where it has no sample.
  public var lastRequestTime: Int64
  /// The last commit that added to the run.
  public var lastCommit: CommitNumber

  /// The wall clock when the run began, in s since 1970.
  public var startUnixTime: Double { segments.first?.startUnixTime ?? 0 }
  public var firstSlot: Int { segments.first?.firstSlot ?? 0 }

  /// Whether the numbers can be those of a run: a file from a stranger may hold any.
  var isPlausible: Bool {
    let limit = 1 << 53
    let counts = [samples, gapSlots, gaps, events]
    guard counts.allSatisfy({ (0...limit).contains($0) }), !segments.isEmpty, plan.period > 0,
      (-limit...limit).contains(firstSlot), (firstSlot...limit).contains(nextSlot),
      samples + gapSlots == nextSlot - firstSlot, gaps <= gapSlots
    else { return false }
    return segments.allSatisfy { segment in
      abs(segment.startUnixTime) < 1e11 && segment.startTime.magnitude < 1 << 62
        && (firstSlot...limit).contains(segment.firstSlot)
    }
  }
}

/// A gap with the commit that holds it.
public struct ArchivedGap: Sendable, Equatable {
  public var gap: RecordedGap
  public var commit: CommitNumber
}

/// An event with the commit that holds it.
public struct ArchivedEvent: Sendable, Equatable {
  public var event: RecordedEvent
  public var commit: CommitNumber
}

/// What a run gained after some commit, in the order of slots.
public struct ArchivedChanges: Sendable, Equatable {
  public var samples: [RecordedSample]
  public var gaps: [RecordedGap]
  public var events: [RecordedEvent]
  /// Ask again with this number for what comes next.
  public var lastCommit: CommitNumber
}
