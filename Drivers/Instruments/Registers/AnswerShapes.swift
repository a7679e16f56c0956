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
    /// Whether any request of the unit has failed lately.
    var isDoubtful: Bool
  }

  private struct Use {
    var number: UInt64
    /// Until when an answer to a request that failed may come.
    var suspectUntil: MonotonicTime?
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
    let step = request.readsBits ? 8 : 1
    let room = min(request.largestCount, 65536 - Int(request.address))
    let largest = min(request.count + max(0, request.spare), room)
    var best: Choice?
    var bestNumber = UInt64.max
    for count in stride(from: request.count, through: max(largest, request.count), by: step) {
      let shape = Shape(
        unit: request.unit, function: request.function,
        length: RegisterRequest.answerLength(count: count, readsBits: request.readsBits))
      let use = uses[shape]
      let isSuspect = use?.suspectUntil.map { $0 > now } ?? false
      let isBetter: Bool
      if let best, best.isSuspect != isSuspect {
        isBetter = !isSuspect
      } else {
        isBetter = best == nil || (use?.number ?? 0) < bestNumber
      }
      if isBetter {
        best = Choice(
          shape: shape, count: count, isSuspect: isSuspect, repeatsShape: shape == lastShape,
          isDoubtful: false)
        bestNumber = use?.number ?? 0
      }
    }
    best?.isDoubtful = suspects(unit: request.unit, at: now)
    guard let best else { preconditionFailure("a request asks for at least one value") }
    number += 1
    uses[best.shape, default: Use(number: 0)].number = number
    lastShape = best.shape
    return best
  }

  /// The request was not answered, or not rightly: its answer may still come.
  mutating func failed(_ shape: Shape, at now: MonotonicTime) {
    uses[shape]?.suspectUntil = now.advanced(byNanoseconds: memory)
  }

  /// Whether an answer of a unit, of any shape, may still come.
  func suspects(unit: UInt8, at now: MonotonicTime) -> Bool {
    uses.contains { $0.key.unit == unit && ($0.value.suspectUntil.map { $0 > now } ?? false) }
  }

  /// Forgets all, as after the line was opened anew.
  mutating func reset() { uses = [:] }
}
