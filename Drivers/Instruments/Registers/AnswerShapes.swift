/// Chooses how much each request asks for, so that a stale answer cannot be taken for a new one.
///
/// An answer of Modbus RTU names its unit, its function and its length, but not what was asked. A
/// late or repeated answer therefore fits a later request of the same shape. Shapes are used in
/// turn; the shape of a request that failed is kept out of use while its answer may still come; and
/// where no other shape is left, the answer must be followed by silence.
struct AnswerShapes {
  /// What an answer shows of its request.
  struct Shape: Hashable {
    var unit: UInt8
    var function: UInt8
    /// Bytes of values.
    var length: Int
  }

  struct Choice: Equatable {
    var shape: Shape
    /// How many values to ask for.
    var count: Int
    /// Whether an earlier answer of this shape may still come.
    var isSuspect: Bool
    /// Whether the request before had this shape too, so that a second answer to it would fit.
    var repeatsShape: Bool
  }

  private struct Use {
    var number: UInt64
    /// Until when an answer to a request that failed may come.
    var suspectUntil: MonotonicTime?

    func isSuspect(at now: MonotonicTime) -> Bool { suspectUntil.map { $0 > now } ?? false }
  }

  private var uses: [Shape: Use] = [:]
  private var number: UInt64 = 0
  private var lastShape: Shape?
  /// How long after a failure its answer is expected to come at the latest, in ns.
  private let memory: Int64

  init(memory: Int64) { self.memory = memory }

  /// The shape for the next request: among those free of suspicion the one not used for longest.
  ///
  /// - Complexity: O(spare).
  mutating func choose(for request: RegisterRequest, at now: MonotonicTime) -> Choice {
    var best = candidate(request.count, for: request, at: now)
    let step = request.readsBits ? 8 : 1
    let room = min(request.largestCount, 65536 - Int(request.address))
    let largest = max(request.count, min(request.count + request.spare, room))
    for count in stride(from: request.count + step, through: largest, by: step) {
      let next = candidate(count, for: request, at: now)
      if next.rank < best.rank { best = next }
    }
    let choice = Choice(
      shape: best.shape, count: best.count, isSuspect: best.rank.isSuspect == 1,
      repeatsShape: best.shape == lastShape)
    number += 1
    uses[best.shape, default: Use(number: 0)].number = number
    lastShape = best.shape
    return choice
  }

  /// A shape and how little it is wanted: suspicion first, then how lately it was used.
  private func candidate(
    _ count: Int, for request: RegisterRequest, at now: MonotonicTime
  ) -> (shape: Shape, count: Int, rank: (isSuspect: Int, lastUse: UInt64)) {
    let shape = Shape(
      unit: request.unit, function: request.function,
      length: RegisterRequest.answerLength(count: count, readsBits: request.readsBits))
    let use = uses[shape]
    return (shape, count, (use?.isSuspect(at: now) == true ? 1 : 0, use?.number ?? 0))
  }

  /// The request was not answered, or not rightly: its answer may still come.
  mutating func failed(_ shape: Shape, at now: MonotonicTime) {
    uses[shape]?.suspectUntil = now.advanced(byNanoseconds: memory)
  }

  /// Whether an answer of a unit, of any shape, may still come.
  func suspects(unit: UInt8, at now: MonotonicTime) -> Bool {
    uses.contains { $0.key.unit == unit && $0.value.isSuspect(at: now) }
  }
}
