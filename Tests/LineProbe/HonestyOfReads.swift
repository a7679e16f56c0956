import Instruments

/// Many reads of registers that hold their own address, over a line that misbehaves: how many
/// values were wrong.
///
/// Each read asks for another address, so that a stale answer shows; the counts wander too.
struct HonestyOfReads {
  static let usage = "CONNECTION READS DEADLINE_MS SLOWEST_MS SPARE"

  private let bank: any RegisterBank
  private let reads: Int
  private let deadline: Int64
  private let spare: Int

  init?(_ arguments: ArraySlice<String>) {
    let words = Array(arguments)
    guard words.count == 5, let connection = try? Connection(parsing: words[0]),
      let reads = Int(words[1]), let deadline = Int64(words[2]), let slowest = Int64(words[3]),
      let bank = connection.registerBank(slowestAnswer: .milliseconds(slowest)),
      let spare = Int(words[4])
    else { return nil }
    self.bank = bank
    self.reads = reads
    self.deadline = .milliseconds(deadline)
    self.spare = spare
  }

  func run() {
    var tally: [String: Int] = [:]
    var wrong = 0
    var longestOver: Int64 = 0
    let sleeper = Sleeper.started()
    for number in 0..<reads {
      if !bank.isOpen {
        do { try bank.open(by: .now.advanced(byNanoseconds: .seconds(1))) } catch {
          tally["open-" + Conversation.kind(error), default: 0] += 1
          ContinuousTime().sleep(until: .now.advanced(byNanoseconds: .milliseconds(20)))
        }
      }
      while let until = bank.quarantineUntil { bank.settle(by: until) }
      let request = Self.request(number, spare: spare)
      var end = MonotonicTime.now.advanced(byNanoseconds: deadline)
      do {
        let values = try read(request, &end)
        tally["good", default: 0] += 1
        let expected = (0..<request.count).map { Self.value(request, at: $0) }
        if values != expected {
          wrong += 1
          Console.say("wrong: read \(number) found \(values) expected \(expected)")
        }
      } catch {
        tally[Conversation.kind(error), default: 0] += 1
      }
      longestOver = max(longestOver, end.nanoseconds(to: .now))
    }
    let counts = tally.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    Console.say(
      "reads \(reads) wrong \(wrong) over_deadline_us \(longestOver / 1000) "
        + "sleeper_late_us \(sleeper.worstDelay / 1000) "
        + counts.joined(separator: " "))
  }

  /// Asks again while the bank says that nothing may be asked yet.
  private func read(
    _ request: RegisterRequest, _ end: inout MonotonicTime
  ) throws(InstrumentError) -> [UInt16] {
    while true {
      do { return try bank.read(request, by: end) } catch .quarantined {
        ContinuousTime().sleep(until: .now.advanced(byNanoseconds: .milliseconds(1)))
        end = .now.advanced(byNanoseconds: deadline)
      }
    }
  }

  /// Addresses far from each other, in an order without a short period; the units 1 and 2.
  private static func request(_ number: Int, spare: Int) -> RegisterRequest {
    RegisterRequest(
      unit: number % 7 == 0 ? 2 : 1, table: .holding,
      address: UInt16(truncatingIfNeeded: (number &* 40503) & 0x7FFF), count: 2 + number / 11 % 2,
      spare: spare)
  }

  /// Unit 1 holds the address, unit 2 its complement.
  private static func value(_ request: RegisterRequest, at offset: Int) -> UInt16 {
    let address = request.address &+ UInt16(offset)
    return request.unit == 2 ? ~address : address
  }
}
