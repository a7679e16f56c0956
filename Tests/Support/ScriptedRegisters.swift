public import Instruments

/// Registers that are read by a script: which reads come, in which order, with which answers.
public final class ScriptedRegisters: RegisterBank {
  public enum Step {
    case answer(table: RegisterRequest.Table, address: UInt16, [UInt16])
    case failure(InstrumentError)
  }

  private var steps: [Step]
  public private(set) var requests: [RegisterRequest] = []
  public private(set) var mismatches: [String] = []
  public private(set) var isOpen = true

  public init(_ steps: [Step]) { self.steps = steps }

  /// Holding registers only.
  public convenience init(_ answers: [(UInt16, [UInt16])]) {
    self.init(answers.map { .answer(table: .holding, address: $0.0, $0.1) })
  }

  /// Whether every step was asked for, and nothing else.
  public var isFinished: Bool { steps.isEmpty && mismatches.isEmpty }

  public func open(by deadline: MonotonicTime) throws(InstrumentError) { isOpen = true }
  public func close() { isOpen = false }
  public func discardInput() {}

  public func read(
    _ request: RegisterRequest, by deadline: MonotonicTime
  ) throws(InstrumentError) -> [UInt16] {
    requests.append(request)
    guard !steps.isEmpty else {
      mismatches.append("a read after the end of the script: \(request)")
      throw .noAnswer
    }
    switch steps.removeFirst() {
    case .failure(let error): throw error
    case .answer(let table, let address, let registers):
      guard request.table == table, request.address == address, request.count == registers.count
      else {
        mismatches.append("expected \(registers.count) at \(address), found \(request)")
        throw .refused("exception 2: illegal data address")
      }
      return registers
    }
  }
}

/// Registers of a device that a profile describes, read without a wire.
public final class ImageRegisters: RegisterBank {
  public var image: RegisterImage
  public private(set) var requests: [RegisterRequest] = []
  public var isOpen: Bool { true }

  public init(_ image: RegisterImage) { self.image = image }

  public func open(by deadline: MonotonicTime) throws(InstrumentError) {}
  public func close() {}
  public func discardInput() {}

  public func read(
    _ request: RegisterRequest, by deadline: MonotonicTime
  ) throws(InstrumentError) -> [UInt16] {
    requests.append(request)
    let address = Int(request.address)
    guard let registers = image.read(request.table, address: address, count: request.count) else {
      throw .refused("exception 2: illegal data address")
    }
    return registers
  }
}
