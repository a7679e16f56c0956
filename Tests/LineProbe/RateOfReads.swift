import Instruments

/// How many reads a second one connection carries, and how long they take.
struct RateOfReads {
  static let usage = "CONNECTION UNIT ADDRESS COUNT SPARE SECONDS"

  private let bank: any RegisterBank
  private let request: RegisterRequest
  private let seconds: Double

  init?(_ arguments: ArraySlice<String>) {
    let words = Array(arguments)
    guard words.count == 6, let connection = try? Connection(parsing: words[0]),
      let bank = connection.registerBank(), let unit = UInt8(words[1]),
      let address = UInt16(words[2]), let count = Int(words[3]), let spare = Int(words[4]),
      let seconds = Double(words[5])
    else { return nil }
    self.bank = bank
    self.seconds = seconds
    request = RegisterRequest(
      unit: unit, table: .holding, address: address, count: count, spare: spare)
  }

  func run() {
    do throws(InstrumentError) {
      try bank.open(by: .now.advanced(byNanoseconds: .seconds(1)))
      bank.settle(by: .now.advanced(byNanoseconds: .seconds(10)))
      let start = MonotonicTime.now
      let end = start.advanced(byNanoseconds: .seconds(seconds))
      var now = start
      var times: [Int64] = []
      times.reserveCapacity(1_000_000)
      while now < end {
        _ = try bank.read(request, by: now.advanced(byNanoseconds: .seconds(1)))
        let answered = MonotonicTime.now
        times.append(now.nanoseconds(to: answered))
        now = answered
      }
      times.sort()
      let rate = Double(times.count) / (Double(start.nanoseconds(to: now)) / 1e9)
      Console.say(
        "reads \(times.count) rate \(Int(rate)) p50_us \(times[times.count / 2] / 1000) "
          + "p99_us \(times[times.count * 99 / 100] / 1000)")
    } catch {
      Console.say("error \(Conversation.kind(error)) \(error)")
    }
  }
}
