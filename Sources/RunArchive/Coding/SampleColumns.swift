import CellData

/// Samples of one run as columns, in the order of their slots, each with its commit.
struct SampleColumns: Sendable, Equatable {
  var slots: [Int64] = []
  /// When the request left, in ns since the run began.
  var requests: [Int64] = []
  /// From the request to the complete answer, in ns.
  var durations: [Int64] = []
  var qualities: [Int64] = []
  /// Bits of the instrument's own time, since a NaN is compared too.
  var deviceTimes: [Int64] = []
  var commits: [Int64] = []
  /// Bits of the values, a column for each quantity of the run.
  var values: [[Int64]]

  var count: Int { slots.count }

  init(quantities: Int) { values = Array(repeating: [], count: quantities) }

  init(_ samples: [RecordedSample], quantities: Int, commit: Int64) {
    self.init(quantities: quantities)
    slots.reserveCapacity(samples.count)
    for sample in samples {
      slots.append(Int64(sample.slot))
      requests.append(sample.requestTime)
      durations.append(sample.answerTime &- sample.requestTime)
      qualities.append(Int64(sample.quality.rawValue))
      deviceTimes.append(Int64(bitPattern: sample.deviceTime.bitPattern))
    }
    commits = Array(repeating: commit, count: samples.count)
    for index in 0..<quantities {
      values[index] = samples.map { Int64(bitPattern: $0.values[index].bitPattern) }
    }
  }

  mutating func append(_ other: SampleColumns) {
    for number in other.numbers { self[number] += other[number] }
  }

  /// The samples in a range of places.
  func slice(_ range: Range<Int>) -> SampleColumns {
    var result = SampleColumns(quantities: values.count)
    for number in numbers { result[number] = Array(self[number][range]) }
    return result
  }

  /// The samples again as they were handed over.
  var samples: [RecordedSample] {
    (0..<count).map { i in
      RecordedSample(
        slot: Int(slots[i]), requestTime: requests[i], answerTime: requests[i] &+ durations[i],
        values: values.map { Double(bitPattern: UInt64(bitPattern: $0[i])) },
        quality: SampleQuality(rawValue: UInt32(truncatingIfNeeded: qualities[i])),
        deviceTime: Double(bitPattern: UInt64(bitPattern: deviceTimes[i])))
    }
  }

  // MARK: Columns by number

  /// The number of a column in an archive; the values follow at ``firstValue``.
  enum Number {
    static let slot = 0
    static let request = 1
    static let duration = 2
    static let quality = 3
    static let deviceTime = 4
    static let commit = 5
    static let firstValue = 16

    /// Whether the words of the column are the bits of doubles.
    static func isDouble(_ number: Int) -> Bool { number == deviceTime || number >= firstValue }
  }

  static func numbers(quantities: Int) -> [Int] {
    Array(0...Number.commit) + (0..<quantities).map { Number.firstValue + $0 }
  }

  var numbers: [Int] { Self.numbers(quantities: values.count) }

  subscript(number: Int) -> [Int64] {
    get {
      switch number {
      case Number.slot: slots
      case Number.request: requests
      case Number.duration: durations
      case Number.quality: qualities
      case Number.deviceTime: deviceTimes
      case Number.commit: commits
      default: values[number - Number.firstValue]
      }
    }
    _modify {
      switch number {
      case Number.slot: yield &slots
      case Number.request: yield &requests
      case Number.duration: yield &durations
      case Number.quality: yield &qualities
      case Number.deviceTime: yield &deviceTimes
      case Number.commit: yield &commits
      default: yield &values[number - Number.firstValue]
      }
    }
  }
}
