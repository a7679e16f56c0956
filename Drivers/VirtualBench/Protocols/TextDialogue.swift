import CellData
import Instruments

/// Commands and answers in lines of text, as one instrument understands them.
final class TextDialogue: Dialogue {
  private let face: TextFace

  init(_ face: TextFace) { self.face = face }

  func answers(to arrived: inout [UInt8], at now: Int64) -> [Answer] {
    var answers: [Answer] = []
    while let command = Self.line(from: &arrived) {
      if let answer = face.answer(to: command, at: now) { answers.append(answer) }
    }
    return answers
  }

  /// Takes the first line that is not empty; CR, LF or both end it.
  static func line(from arrived: inout [UInt8]) -> String? {
    while let end = arrived.firstIndex(where: { $0 == 0x0D || $0 == 0x0A }) {
      let line = arrived[..<end].filter { (0x20..<0x7F).contains($0) }
      arrived.removeFirst(end + 1)
      if !line.isEmpty { return String(decoding: line, as: UTF8.self) }
    }
    // No command is so long: what never ends is dropped.
    if arrived.count > 4096 { arrived.removeAll() }
    return nil
  }
}

/// What a virtual instrument says in text, by the profile of the real one.
final class TextFace {
  private let instrument: ServedInstrument
  private let profile: Profile
  private let answerEnd: [UInt8]
  private var own: ProfileAnswers
  private var stranger: ProfileAnswers
  private let canBeMarked: [Bool]
  /// The inputs that a question is about.
  private let inputs: [String: Int]

  init(_ instrument: ServedInstrument, as profile: Profile) throws(VirtualBenchError) {
    guard case .text(let text) = profile.language else {
      throw .badBench("\(profile.name) speaks no text.")
    }
    self.instrument = instrument
    self.profile = profile
    answerEnd = text.answerEnd
    do {
      own = try ProfileAnswers(
        profile, inputs: instrument.channels.count,
        identity: Self.spelt(instrument.identity(profile), by: text))
      stranger = try ProfileAnswers(
        profile, inputs: instrument.channels.count,
        identity: Self.spelt(ServedInstrument.stranger(profile), by: text))
    } catch {
      throw .badBench("\(profile.name): \(error)")
    }
    canBeMarked = text.values.map { !$0.sentinels.isEmpty }
    var inputs: [String: Int] = [:]
    for request in text.requests {
      for input in instrument.channels.indices {
        let number = "\(profile.inputs.first + input)"
        inputs[request.ask.replacing("{input}", with: number)] = input
      }
    }
    self.inputs = inputs
  }

  /// The maker as the device spells it, where the profile says how.
  private static func spelt(
    _ identity: InstrumentIdentity, by text: TextProfile
  ) -> InstrumentIdentity {
    guard text.identity.expectations.contains(where: { $0.part == text.identity.makerPart })
    else { return identity }
    var identity = identity
    identity.maker = ""
    return identity
  }

  /// What the instrument sends; nil for commands without an answer and for those it does not know.
  func answer(to command: String, at now: Int64) -> Answer? {
    let command = String(command.drop { $0 == " " })
    let isStranger = instrument.isStranger(at: now)
    if let input = inputs[command] {
      let values = instrument.reading(input: input, at: now)
        .values(of: profile, canBeMarked: canBeMarked)
      do {
        if isStranger {
          try stranger.put(values, input: input)
        } else {
          try own.put(values, input: input)
        }
      } catch {
        preconditionFailure("only values with a mark are marked: \(error)")
      }
    }
    let device = isStranger ? stranger : own
    guard case .line(let line) = device.answer(to: command) else { return nil }
    return Answer(bytes: Array(line.utf8) + answerEnd, carried: instrument.takeCarried())
  }
}
