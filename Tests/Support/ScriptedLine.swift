public import Instruments

/// A line whose other end follows a script: what must be sent, and what then arrives.
public final class ScriptedLine: Line {
  /// What must be sent next; nil where bytes arrive unasked.
  public typealias Step = (sent: [UInt8]?, arrives: [UInt8])

  private var steps: [Step]
  private var waiting: [UInt8] = []
  /// The most bytes that one `receive` hands out, so that answers come in pieces.
  private let pieceLength: Int
  public private(set) var mismatches: [String] = []
  public private(set) var isOpen = true

  public init(_ steps: [Step], pieceLength: Int = .max) {
    self.steps = steps
    self.pieceLength = pieceLength
    arriveUnasked()
  }

  /// Commands in text with their answers; nil where a command has none.
  public convenience init(
    _ steps: [(String, String?)], sendEnd: String = "\n", answerEnd: String = "\n",
    pieceLength: Int = .max
  ) {
    self.init(
      steps.map { (Array(($0 + sendEnd).utf8), $1.map { Array(($0 + answerEnd).utf8) } ?? []) },
      pieceLength: pieceLength)
  }

  /// Whether the script was followed to its end.
  public var isFinished: Bool { steps.isEmpty && mismatches.isEmpty }

  public func open(by deadline: MonotonicTime) throws(InstrumentError) { isOpen = true }
  public func close() { isOpen = false }
  public func discardInput() {}

  public func send(_ bytes: [UInt8], by deadline: MonotonicTime) throws(InstrumentError) {
    guard let step = steps.first, let expected = step.sent, expected == bytes else {
      mismatches.append(
        "expected \(steps.first.map { "\($0.sent ?? [])" } ?? "nothing"), found \(bytes)")
      return
    }
    steps.removeFirst()
    waiting += step.arrives
    arriveUnasked()
  }

  public func receive(
    upTo limit: Int, by deadline: MonotonicTime
  ) throws(InstrumentError) -> [UInt8] {
    guard !waiting.isEmpty else { throw .noAnswer }
    let count = min(limit, pieceLength, waiting.count)
    defer { waiting.removeFirst(count) }
    return Array(waiting.prefix(count))
  }

  /// Lets bytes arrive unasked.
  public func arrive(_ bytes: [UInt8]) { waiting += bytes }

  private func arriveUnasked() {
    while let step = steps.first, step.sent == nil {
      waiting += step.arrives
      steps.removeFirst()
    }
  }
}
