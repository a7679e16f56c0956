internal import CLines
internal import CModbus

/// The registers of the units on one serial bus, by Modbus RTU through libmodbus.
///
/// An answer of Modbus RTU does not say what was asked, so a late one would be taken for the answer
/// to a later request, silently. Four things keep that out: after any error the bus is silent for
/// longer than its slowest answer, and everything that comes is dropped; a request of the shape that
/// failed is not asked again while its answer may still come; neighbouring requests differ in the
/// length of their answers where the map allows it, and where it does not, an answer is believed only
/// when no second one follows at once; and what lies about before a request is dropped.
public final class ModbusRTU: RegisterBank {
  public let settings: SerialSettings
  /// How long the slowest unit on the bus may take for an answer, in ns.
  public let slowestAnswer: Int64
  public private(set) var quarantineUntil: MonotonicTime?
  public private(set) var restsUntil: MonotonicTime?

  private var context: ModbusContext?
  private var shapes: AnswerShapes
  /// How often the silence was doubled since an answer was right.
  private var doublings: Int64 = 0
  /// The slowest of the last answers, in ns, forgotten slowly.
  private var usualAnswer: Int64 = 0
  private var values = [UInt16](repeating: 0, count: 125)
  private var bits = [UInt8](repeating: 0, count: 2000)

  /// - Parameters:
  ///   - settings: the port, its rate and its characters.
  ///   - slowestAnswer: from the fact sheets of the units on the bus; an answer that comes even later
  ///     is kept out for sixteen times as long.
  public init(_ settings: SerialSettings, slowestAnswer: Int64 = .milliseconds(500)) {
    self.settings = settings
    self.slowestAnswer = max(1, slowestAnswer)
    shapes = AnswerShapes(memory: 16 * self.slowestAnswer)
  }

  public var isOpen: Bool { context != nil }

  public func open(by deadline: MonotonicTime) throws(InstrumentError) {
    guard context == nil else { return }
    let device = try SerialDevice(settings)
    let context = try ModbusContext.rtu(path: device.path, settings)
    try device.lock(context.descriptor.number)
    try device.checkRate(of: context.descriptor.number, settings)
    self.context = context
    // What was asked before the line was lost may be answered still.
    keepSilent()
  }

  public func close() {
    context = nil
    quarantineUntil = nil
  }

  public func discardInput() {
    if let context { line_drop_input(context.descriptor.number) }
  }

  public func settle(by deadline: MonotonicTime) {
    guard var end = quarantineUntil, let context else { return }
    while case let wake = min(end, deadline), wake > .now {
      let outcome = line_wait(
        context.descriptor.number, Int16(line_can_read), wake.nanoseconds)
      guard outcome.result != 0 else { break }
      // Readable without bytes: the line is gone, and nothing late can come.
      guard line_waiting_bytes(context.descriptor.number) > 0 else { return close() }
      line_drop_input(context.descriptor.number)
      end = max(end, MonotonicTime.now.advanced(byNanoseconds: frameGap))
      quarantineUntil = end
    }
    guard end <= .now else { return }
    line_drop_input(context.descriptor.number)
    quarantineUntil = nil
  }

  public func read(
    _ request: RegisterRequest, by deadline: MonotonicTime
  ) throws(InstrumentError) -> [UInt16] {
    try request.check()
    guard request.unit <= 247 else {
      throw .unusable("unit \(request.unit); expected 0 to 247 on a serial bus.")
    }
    return try closingWhenDown { () throws(InstrumentError) in
      guard let context else { throw .lineDown("not open") }
      if quarantineUntil != nil { settle(by: deadline) }
      guard quarantineUntil == nil else { throw .quarantined }
      guard isOpen else { throw .lineDown("it went down in the silence after an error") }
      return try ask(context, request, by: deadline)
    }
  }

  private func ask(
    _ context: ModbusContext, _ request: RegisterRequest, by deadline: MonotonicTime
  ) throws(InstrumentError) -> [UInt16] {
    guard let choice = shapes.choose(for: request, at: .now) else {
      restsUntil = shapes.rest(of: request)
      throw .quarantined
    }
    restsUntil = nil
    line_drop_input(context.descriptor.number)
    let sent = MonotonicTime.now
    guard context.limitAnswer(to: deadline) else { throw .noAnswer }
    let outcome = call(context, request, count: choice.count)
    guard outcome.count == choice.count else {
      throw fail(choice.shape, of: outcome.count < 0 ? outcome.error : modbus_error_data)
    }
    let answered = MonotonicTime.now
    if choice.repeatsShape {
      let silence = min(slowestAnswer, 2 * usualAnswer + frameGap)
      try listen(context, choice.shape, until: sent.advanced(byNanoseconds: silence), by: deadline)
    }
    doublings = 0
    usualAnswer = max(sent.nanoseconds(to: answered), usualAnswer - usualAnswer / 64)
    return request.readsBits
      ? bits.prefix(request.count).map { UInt16($0) } : Array(values.prefix(request.count))
  }

  private func call(
    _ context: ModbusContext, _ request: RegisterRequest, count: Int
  ) -> modbus_outcome {
    unsafe modbus_set_slave(context.pointer, Int32(request.unit))
    return request.readsBits
      ? unsafe modbus_outcome_bits(
        context.pointer, Int32(request.function), Int32(request.address), Int32(count), &bits)
      : unsafe modbus_outcome_registers(
        context.pointer, Int32(request.function), Int32(request.address), Int32(count), &values)
  }

  /// An answer that fits the request before as well stands only when no second one follows it: a line
  /// that repeats an answer does so just before the right one.
  private func listen(
    _ context: ModbusContext, _ shape: AnswerShapes.Shape, until end: MonotonicTime,
    by deadline: MonotonicTime
  ) throws(InstrumentError) {
    let outcome = line_wait(
      context.descriptor.number, Int16(line_can_read), min(end, deadline).nanoseconds)
    guard outcome.result != 0 else { return }
    // Readable without bytes: nothing followed, the line is gone.
    guard line_waiting_bytes(context.descriptor.number) > 0 else {
      shapes.failed(shape, at: .now)
      throw .lineDown("it went down right after an answer")
    }
    throw doubt(.badAnswer("a second answer followed: one of the two is late"), of: shape)
  }

  private func fail(_ shape: AnswerShapes.Shape, of error: Int32) -> InstrumentError {
    let failure = ModbusFailure.of(error)
    switch failure {
    case .refused where !shapes.suspects(unit: shape.unit, at: .now): doublings = 0
    case .unusable: break
    default: return doubt(failure, of: shape)
    }
    return failure
  }

  /// The answer to a request may still come: its shape rests, and the bus is silent.
  private func doubt(_ error: InstrumentError, of shape: AnswerShapes.Shape) -> InstrumentError {
    // A line that went down has lost its answer, or brings it in the silence after it is opened again.
    if case .lineDown = error {} else { shapes.failed(shape, at: .now) }
    // Something wrong arrived: a unit may be slower than the silence that was kept.
    if case .badAnswer = error { doublings = min(doublings + 1, 3) }
    keepSilent()
    return error
  }

  private func keepSilent() {
    let silence = max(slowestAnswer, frameGap) << doublings
    quarantineUntil = MonotonicTime.now.advanced(byNanoseconds: silence)
  }

  /// The silence between frames, 3.5 characters and at least 1.75 ms (Modbus over Serial Line V1.02,
  /// 2.5.1.1), with 5 ms that a buffered adapter may hold bytes back.
  private var frameGap: Int64 { max(settings.characterTime * 7 / 2, 1_750_000) + .milliseconds(5) }
}
