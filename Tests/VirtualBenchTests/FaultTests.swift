import Testing

@testable import VirtualBench

struct FaultTests {
  private static var answer: Answer { Answer(bytes: Array(1...11)) }

  private static func gate(_ faults: [Fault], seed: UInt64 = 1, tcp: Bool = false) -> FaultGate {
    FaultGate(FaultChoice(faults, line: "a", seed: seed), isModbusTCP: tcp)
  }

  private static func passed(_ fault: Fault, tcp: Bool = false) -> [FaultGate.Parcel] {
    var gate = gate([], tcp: tcp)
    gate.ask(fault)
    return gate.pass(answer, at: 0).parcels
  }

  private static func next(_ kind: Fault.Kind, for duration: Double = 1, count: Int? = nil) -> Fault
  {
    Fault(kind, .answer(1, every: nil), duration: duration, count: count)
  }

  @Test func `an answer that nothing befalls leaves at once and whole`() {
    var gate = Self.gate([])
    let result = gate.pass(Self.answer, at: 0)
    #expect(result.parcels == [FaultGate.Parcel(delay: 0, bytes: Self.answer.bytes)])
    #expect(result.befallen.isEmpty)
  }

  @Test func `each fault of one answer does what it says`() {
    let bytes = Self.answer.bytes
    #expect(
      Self.passed(Self.next(.late, for: 0.25))
        == [FaultGate.Parcel(delay: 250_000_000, bytes: bytes)])
    #expect(Self.passed(Self.next(.duplicate)).map(\.bytes) == [bytes + bytes])
    #expect(Self.passed(Self.next(.cut, count: 4)).map(\.bytes) == [[1, 2, 3, 4]])
    #expect(Self.passed(Self.next(.bitFlip, count: 9)).map(\.bytes[1]) == [2 ^ 2])
    let drip = Self.passed(Self.next(.drip, for: 0.1))
    #expect(drip.flatMap(\.bytes) == bytes)
    #expect(drip.map(\.delay) == (0..<11).map { Int64($0) * 100_000_000 })
    let noise = Self.passed(Self.next(.noise, count: 5))
    #expect(noise.map(\.bytes.count) == [16])
    #expect(noise[0].bytes.suffix(11) == bytes[...])
  }

  @Test func `a merged answer arrives before the next one, in one piece`() {
    var gate = Self.gate([])
    gate.ask(Self.next(.merged))
    #expect(gate.pass(Self.answer, at: 0).parcels.isEmpty)
    let next = gate.pass(Answer(bytes: [99]), at: 0).parcels
    #expect(next == [FaultGate.Parcel(delay: 0, bytes: Self.answer.bytes + [99])])
    #expect(gate.pass(Self.answer, at: 0).parcels.map(\.bytes) == [Self.answer.bytes])
  }

  @Test func `a flipped bit on Modbus TCP lies where a client can see it`() {
    for seed in 1...200 as ClosedRange<UInt64> {
      var gate = Self.gate([Fault(.bitFlip, .chance(1))], seed: seed, tcp: true)
      let bytes = gate.pass(Self.answer, at: 0).parcels.flatMap(\.bytes)
      #expect(bytes.dropFirst(9) == Self.answer.bytes.dropFirst(9))
      #expect(bytes != Self.answer.bytes)
    }
  }

  @Test func `silence swallows answers until it ends`() {
    var gate = Self.gate([])
    gate.fallSilent(until: 100)
    #expect(gate.pass(Self.answer, at: 99).parcels.isEmpty)
    #expect(gate.pass(Self.answer, at: 99).befallen == [.silence])
    #expect(gate.pass(Self.answer, at: 100).parcels.count == 1)
  }

  // A binomial of 100,000 · 0.01: five standard deviations are 157.
  @Test func `faults by chance come as often as they should, and the same for the same seed`() {
    func places(_ seed: UInt64) -> [Int] {
      var choice = FaultChoice([Fault(.cut, .chance(0.01))], line: "a", seed: seed)
      return (0..<100_000).filter { _ in !choice.next().faults.isEmpty }
    }
    let first = places(3)
    #expect(abs(first.count - 1000) < 157)
    #expect(first == places(3))
    #expect(first != places(4))
  }

  @Test func `two faults by chance do not come together more often than chance has it`() {
    let faults = [Fault(.cut, .chance(0.1)), Fault(.late, .chance(0.1))]
    var choice = FaultChoice(faults, line: "a", seed: 9)
    let both = (0..<100_000).count { _ in choice.next().faults.count == 2 }
    #expect(abs(both - 1000) < 157)
  }

  @Test func `a fault at an answer comes there, and again after so many`() {
    let faults = [
      Fault(.cut, .answer(3, every: 4)), Fault(.late, .answer(5, every: nil)),
      Fault(.late, .chance(1), line: "another"),
    ]
    var choice = FaultChoice(faults, line: "a", seed: 1)
    let kinds = (1...12).map { _ in choice.next().faults.map(\.kind) }
    #expect(kinds[2] == [.cut] && kinds[6] == [.cut] && kinds[10] == [.cut])
    #expect(kinds[4] == [.late])
    #expect(kinds.flatMap { $0 }.count == 4)
  }

  @Test func `commands are read, and wrong ones say what is wrong`() throws {
    let fault = try Fault(command: "late line=rack for_s=0.4")
    #expect(fault == Fault(.late, .answer(1, every: nil), line: "rack", duration: 0.4))
    #expect(try Fault(command: "cut count=3").count == 3)
    for wrong in ["", "nothing", "late for_s", "late for_s=x", "late a=1", "cut count=1 count=2"] {
      #expect(throws: Fault.CommandError.self) { try Fault(command: wrong) }
    }
  }
}
