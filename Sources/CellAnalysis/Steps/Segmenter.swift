import CellData
import ColumnKernels

/// Cuts a run into segments as its samples arrive.
///
/// Every decision depends on the samples alone, in their order, never on where a block ends: a
/// live run that arrives sample by sample gives the same segments, and the same bits in every
/// sum, as a file that is read in large pieces.
struct Segmenter: Sendable {
  /// Closed segments, in order.
  private(set) var segments = SegmentList()
  private var open: Segment?
  /// Whether the clock was mended between the last sample and the next.
  private var isAfterBreak = false
  private var thresholds: EdgeThresholds
  private var curves = CurveBudget()
  private(set) var stepColumn = StepColumnTrust()
  private let limits: AnalysisSettings
  /// The smallest change of the current that was seen: an upper bound of its resolution.
  private(set) var smallestCurrentChange = Double.infinity

  init(_ settings: AnalysisSettings) {
    limits = settings
    thresholds = EdgeThresholds(ratedCapacity: settings.ratedCapacity)
  }

  /// Takes the next samples of the run.
  ///
  /// - Complexity: O(`block.count`), vectorised where nothing happens.
  mutating func consume(_ block: SampleBlock) {
    guard block.count > 0 else { return }
    noteResolution(block)
    var start = 0
    for stop in block.breaks + [block.count] {
      if stop > start { consume(block, start..<stop) }
      if stop < block.count { isAfterBreak = true }
      start = stop
    }
  }

  /// Closes the last segment; the run is over.
  mutating func finish() {
    guard let segment = open else { return }
    close(segment)
    open = nil
  }

  /// Hands over the closed segments, so that nobody keeps a second copy of them.
  mutating func takeSegments() -> [Segment] {
    defer { segments = SegmentList() }
    return segments.segments
  }

  private mutating func noteResolution(_ block: SampleBlock) {
    let current = block.chunk[.current]
    if let last = open?.last, last.current != current[0] {
      smallestCurrentChange = min(smallestCurrentChange, abs(current[0] - last.current))
    }
    smallestCurrentChange = min(
      smallestCurrentChange, smallestChange(in: current.span, 0..<block.count))
  }

  private mutating func consume(_ block: SampleBlock, _ range: Range<Int>) {
    var k = range.lowerBound
    while k < range.upperBound {
      guard let segment = open else {
        begin(at: Sample(block, k), in: block, k, after: nil, .start)
        k += 1
        continue
      }
      let sample = Sample(block, k)
      if let edge = edge(in: segment, to: sample) {
        close(segment)
        begin(at: sample, in: block, k, after: segment.last, edge)
        k += 1
        continue
      }
      let end = quietEnd(block, from: k, to: range.upperBound)
      absorb(block, k..<end)
      k = end
    }
  }

  private mutating func edge(in segment: Segment, to sample: Sample) -> Segment.Edge? {
    let isBreak = isAfterBreak
    isAfterBreak = false
    stepColumn.count()
    if sample.step != segment.last.step, stepColumn.change(from: segment.last, to: sample) {
      return .fileStep
    }
    return isBreak ? .gap : thresholds.edge(in: segment, to: sample)
  }

  /// The end of the stretch from `start` on in which no edge can be; at least one sample long.
  private mutating func quietEnd(_ block: SampleBlock, from start: Int, to end: Int) -> Int {
    guard let segment = open else { return end }
    var limit = thresholds.isEstablished(segment) ? end : min(end, start + 1)
    // Bounded windows, so that a search for one kind of edge never runs far past another.
    limit = min(limit, start + 8192)
    guard start + 1 < limit else { return start + 1 }
    let band = thresholds.band(for: segment)
    limit =
      firstDeparture(
        in: block.chunk[.current].span, from: start + 1, to: limit, low: band.low,
        high: band.high, share: band.share, floor: band.floor) ?? limit
    if stepColumn.isTrusted, block.chunk.has(.stepNumber) {
      limit = firstChange(in: block.chunk[.stepNumber].span, from: start + 1, to: limit) ?? limit
    }
    limit =
      firstRise(
        in: block.chunk[.time].span, above: thresholds.gap(for: segment), from: start + 1,
        to: limit) ?? limit
    stepColumn.count(limit - start - 1)
    return limit
  }

  private mutating func begin(
    at sample: Sample, in block: SampleBlock, _ index: Int, after previous: Sample?,
    _ edge: Segment.Edge
  ) {
    var segment = Segment(
      at: sample, after: previous, edge: edge, counters: CounterSpan(block, index))
    if edge == .departure { segment.absorbLead() }
    thresholds.begin(segment)
    if curves.wants(segment, after: segments.segments.last) { segment.curve = VoltageCurve() }
    segment.takeFirst(block, index)
    open = segment
  }

  private mutating func absorb(_ block: SampleBlock, _ range: Range<Int>) {
    open?.absorb(block, range, limits: limits)
    guard let segment = open else { return }
    thresholds.follow(segment)
  }

  private mutating func close(_ segment: Segment) {
    var closed = segment
    thresholds.close(segment)
    curves.settle(&closed)
    segments.append(closed)
  }
}

/// Whether the file's step column may cut the run: it must not change with every other sample.
struct StepColumnTrust: Sendable {
  private(set) var changes = 0
  private(set) var samples = 0
  private(set) var isTrusted = true

  mutating func count(_ n: Int = 1) { samples += n }

  /// Notes a change and says whether it counts as an edge.
  mutating func change(from: Sample, to: Sample) -> Bool {
    if to.step.isNaN && from.step.isNaN { return false }
    changes += 1
    if samples >= 60, changes * 3 > samples { isTrusted = false }
    return isTrusted
  }
}
