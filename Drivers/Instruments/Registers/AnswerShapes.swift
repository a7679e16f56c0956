/// Chooses how much each request asks for, so that a stale answer cannot be taken for a new one.
///
/// An answer of Modbus RTU names its unit, its function and its length, but not what was asked. A
/// late or repeated answer therefore fits a later request of the same shape. Shapes are used in
/// turn, and the shape of a request that failed is kept out of use while its answer may still come:
/// where no other shape is left, nothing is asked meanwhile.
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

  /// The shape for the next request: among those free of suspicion the one not used for longest; nil
  /// where none is free.
  ///
  /// - Complexity: O(spare).
  mutating func choose(for request: RegisterRequest, at now: MonotonicTime) -> Choice? {
    let free = shapes(of: request).filter { uses[$0.shape]?.isSuspect(at: now) != true }
    guard
      let best = free.min(by: { uses[$0.shape]?.number ?? 0 < uses[$1.shape]?.number ?? 0 })
    else { return nil }
    let choice = Choice(
      shape: best.shape, count: best.count, repeatsShape: best.shape == lastShape)
    number += 1
    uses[best.shape, default: Use(number: 0)].number = number
    lastShape = best.shape
    return choice
  }

  /// When the first shape that a request may have is free of suspicion.
  func rest(of request: RegisterRequest) -> MonotonicTime? {
    shapes(of: request).compactMap { uses[$0.shape]?.suspectUntil }.min()
  }

  /// The shapes that a request may have, the shortest first.
  private func shapes(of request: RegisterRequest) -> [(shape: Shape, count: Int)] {
    let step = request.readsBits ? 8 : 1
    let room = min(request.largestCount, 65536 - Int(request.address))
    let largest = max(request.count, min(request.count + request.spare, room))
    return stride(from: request.count, through: largest, by: step).map { count in
      let length = RegisterRequest.answerLength(count: count, readsBits: request.readsBits)
      return (Shape(unit: request.unit, function: request.function, length: length), count)
    }
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
