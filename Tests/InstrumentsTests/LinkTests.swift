import CellData
import Instruments
import Testing

/// The states of a link as a timeline: what is reported, what is due.
struct LinkTests {
  private static let meter = InstrumentIdentity(maker: "Hioki", model: "BT3562", serialNumber: "7")
  private static let other = InstrumentIdentity(maker: "Hioki", model: "BT3562", serialNumber: "8")

  private static func at(_ milliseconds: Int64) -> MonotonicTime {
    MonotonicTime(nanoseconds: .milliseconds(milliseconds))
  }

  private static func ready(_ policy: LinkPolicy = LinkPolicy()) -> Link {
    var link = Link(policy: policy)
    _ = link.action(at: at(0))
    link.report(.opened, at: at(0))
    link.report(.identified(meter), at: at(0))
    _ = link.takeChanges()
    return link
  }

  private static func wait(of link: inout Link, at time: MonotonicTime) -> Int64? {
    guard case .wait(let until) = link.action(at: time) else { return nil }
    return time.nanoseconds(to: until)
  }

  @Test func `a link opens, identifies and is ready, and says each change with its reason`() {
    var link = Link()
    #expect(!link.maySample && link.gapCause == .linkDown)
    #expect(link.action(at: Self.at(0)) == .open)
    link.report(.opened, at: Self.at(1))
    #expect(link.action(at: Self.at(1)) == .identify)
    link.report(.identified(Self.meter), at: Self.at(2))
    #expect(link.action(at: Self.at(2)) == .read)
    #expect(link.maySample)
    #expect(
      link.takeChanges().map(\.description) == [
        "closed → opening: the recording begins", "opening → identifying: the line is open",
        "identifying → ready: Hioki BT3562 no. 7",
      ])
    #expect(link.takeChanges().isEmpty)
  }

  @Test func `a vanished line is tried again soon and never much later than a second`() {
    var link = Self.ready()
    link.report(.failed(.lineDown("unplugged"), quarantineUntil: nil), at: Self.at(0))
    #expect(link.state == .backoff && link.reason == "the line is down: unplugged")
    var time = Self.at(0)
    var waits: [Int64] = []
    for _ in 0..<20 {
      guard let wait = Self.wait(of: &link, at: time) else { break }
      waits.append(wait)
      time = time.advanced(byNanoseconds: wait)
      #expect(link.action(at: time) == .open)
      link.report(.failed(.lineDown("not there"), quarantineUntil: nil), at: time)
    }
    #expect(waits.count == 20)
    #expect(waits[0] <= .milliseconds(63))
    #expect(waits.allSatisfy { $0 <= .milliseconds(1250) })
    #expect(waits.suffix(10).allSatisfy { $0 >= .milliseconds(750) })
    #expect(Set(waits.suffix(10)).count > 5, "waits are jittered")
  }

  @Test func `after a missing answer the link is silent, longer after each repeat`() {
    var policy = LinkPolicy()
    policy.silence = .milliseconds(100)
    policy.failuresUntilBackoff = 10
    var link = Self.ready(policy)
    for (repeats, silence) in [(0, 100), (1, 200), (2, 400)] as [(Int, Int64)] {
      let time = Self.at(Int64(repeats) * 1000)
      link.report(.failed(.noAnswer, quarantineUntil: nil), at: time)
      #expect(
        link.action(at: time)
          == .settle(until: time.advanced(byNanoseconds: .milliseconds(silence))))
      #expect(!link.maySample && link.gapCause == .quarantine)
      link.report(.settled(quarantineUntil: nil), at: time)
      #expect(link.state == .ready)
    }
    link.report(.answered, at: Self.at(4000))
    link.report(.failed(.badAnswer("x"), quarantineUntil: nil), at: Self.at(5000))
    #expect(link.action(at: Self.at(5000)) == .settle(until: Self.at(5100)))
  }

  @Test func `the silence of the bus counts where it has one, and can be prolonged`() {
    var link = Self.ready()
    link.report(.failed(.noAnswer, quarantineUntil: Self.at(500)), at: Self.at(0))
    #expect(link.action(at: Self.at(0)) == .settle(until: Self.at(500)))
    link.report(.settled(quarantineUntil: Self.at(700)), at: Self.at(500))
    #expect(link.action(at: Self.at(500)) == .settle(until: Self.at(700)))
    link.report(.settled(quarantineUntil: nil), at: Self.at(700))
    #expect(link.action(at: Self.at(700)) == .read)
  }

  @Test func `without any silence a failure leaves the link ready until it repeats`() {
    var link = Self.ready()
    link.report(.failed(.noAnswer, quarantineUntil: nil), at: Self.at(0))
    link.report(.failed(.noAnswer, quarantineUntil: nil), at: Self.at(1))
    #expect(link.state == .ready)
    link.report(.failed(.noAnswer, quarantineUntil: nil), at: Self.at(2))
    #expect(link.state == .backoff)
    _ = link.action(at: Self.at(100))
    link.report(.opened, at: Self.at(100))
    #expect(link.action(at: Self.at(100)) == .identify)
  }

  @Test func `a line of its own is closed after repeated failures, before anything else`() {
    var policy = LinkPolicy()
    policy.closesLineOnBackoff = true
    policy.failuresUntilBackoff = 1
    var link = Self.ready(policy)
    link.report(.failed(.noAnswer, quarantineUntil: nil), at: Self.at(0))
    #expect(link.action(at: Self.at(0)) == .close)
    link.report(.closed, at: Self.at(0))
    #expect(Self.wait(of: &link, at: Self.at(0)) != nil)
  }

  @Test func `another instrument is never sampled, and is asked again later`() {
    var link = Self.ready()
    link.report(.failed(.lineDown("unplugged"), quarantineUntil: nil), at: Self.at(0))
    _ = link.action(at: Self.at(100))
    link.report(.opened, at: Self.at(100))
    link.report(.identified(Self.other), at: Self.at(100))
    #expect(link.state == .backoff && !link.maySample && link.gapCause == .wrongIdentity)
    #expect(
      link.reason
        == "another instrument answers: found Hioki BT3562 no. 8, expected Hioki BT3562 no. 7")
    _ = link.action(at: Self.at(60_000))
    link.report(.opened, at: Self.at(60_000))
    link.report(.identified(Self.meter), at: Self.at(60_000))
    #expect(link.maySample)
  }

  @Test func `a refusal is an answer`() {
    var link = Self.ready()
    for _ in 0..<10 {
      link.report(.failed(.refused("exception 2"), quarantineUntil: nil), at: Self.at(0))
    }
    #expect(link.state == .ready)
  }

  @Test func `what can never work is tried again only by a person`() {
    var link = Link()
    _ = link.action(at: Self.at(0))
    link.report(.failed(.unusable("no permission"), quarantineUntil: nil), at: Self.at(0))
    #expect(link.action(at: Self.at(1_000_000)) == .stop)
    link.restart("permission was given", at: Self.at(1_000_000))
    #expect(link.action(at: Self.at(1_000_000)) == .open)
  }

  @Test func `a line lost by a neighbour is opened and identified again`() {
    var link = Self.ready()
    link.report(.lineLost("closed by another instrument"), at: Self.at(0))
    #expect(link.state == .backoff)
    link.report(.lineLost("again"), at: Self.at(1))
    #expect(link.takeChanges().count == 1)
  }

  /// The outcomes that can follow one another in any order, also ones that make no sense.
  private static let outcomes: [Link.Outcome] = [
    .opened, .identified(meter), .identified(other), .answered, .settled(quarantineUntil: nil),
    .settled(quarantineUntil: at(5)), .closed, .lineLost("x"),
    .failed(.noAnswer, quarantineUntil: nil), .failed(.badAnswer("x"), quarantineUntil: at(9)),
    .failed(.refused("x"), quarantineUntil: nil), .failed(.lineDown("x"), quarantineUntil: nil),
    .failed(.quarantined, quarantineUntil: at(3)),
  ]

  @Test(arguments: 0..<20)
  func `whatever happens, a link is ready only after it was identified since it was opened`(
    _ seed: Int
  ) {
    var policy = LinkPolicy()
    policy.seed = UInt64(seed)
    policy.silence = seed.isMultiple(of: 2) ? .milliseconds(1) : 0
    var link = Link(policy: policy)
    var wasIdentified = false
    for step in 0..<2000 {
      let time = Self.at(Int64(step) * 20)
      _ = link.action(at: time)
      guard let outcome = Self.outcomes.randomElement() else { continue }
      let before = link.state
      link.report(outcome, at: time)
      if link.state == .opening || link.state == .backoff { wasIdentified = false }
      if outcome == .identified(link.expectedIdentity ?? Self.meter), before == .identifying {
        wasIdentified = true
      }
      #expect(!link.maySample || wasIdentified, "step \(step): \(outcome) in \(before)")
      let changes = link.takeChanges()
      #expect(zip(changes, changes.dropFirst()).allSatisfy { $0.to == $1.from })
    }
  }
}
