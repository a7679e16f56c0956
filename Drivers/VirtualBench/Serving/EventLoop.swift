/// One thread's loop over descriptors and times.
///
/// Everything that a server does happens in here, one thing after the other, so nothing of it needs
/// a lock.
final class EventLoop {
  /// Something with a descriptor that wants to hear of it.
  protocol Port: AnyObject {
    var descriptor: Descriptor { get }
    /// Whether there is something to send that did not fit before.
    var wantsToWrite: Bool { get }
    func becameReadable()
    func becameWritable()
  }

  private var ports: [any Port] = []
  private var poll = DescriptorPoll()
  private var interests: [DescriptorPoll.Interest] = []
  private var alarms = AlarmQueue()
  private var isRunning = true
  /// The monotonic clock when the loop last looked, in ns.
  private(set) var now = monotonicNanoseconds()

  func watch(_ port: any Port) { ports.append(port) }

  /// Forgets a port; its descriptor is the caller's to close.
  func forget(_ port: any Port) { ports.removeAll { $0 === port } }

  /// Has something done at a time; at once where it has passed.
  func at(_ time: Int64, _ action: @escaping () -> Void) { alarms.add(time, action) }

  func stop() { isRunning = false }

  /// Runs until somebody stops it.
  func run() {
    while isRunning {
      let current = ports.map {
        DescriptorPoll.Interest(descriptor: $0.descriptor.number, writes: $0.wantsToWrite)
      }
      if current != interests {
        interests = current
        poll.set(current)
      }
      let events = poll.wait(milliseconds: patience)
      now = monotonicNanoseconds()
      if let events { tell(events) }
      while let action = alarms.due(at: now) { action() }
    }
  }

  private func tell(_ events: [DescriptorPoll.Event]) {
    let told = ports
    for (port, event) in zip(told, events) where event.isReadable || event.isWritable {
      // One that was told before may have closed it.
      guard port.descriptor.isOpen else { continue }
      if event.isWritable { port.becameWritable() }
      if event.isReadable, port.descriptor.isOpen { port.becameReadable() }
    }
  }

  /// How long nothing is due, in whole ms, rounded up.
  private var patience: Int32 {
    guard let next = alarms.next else { return 1000 }
    let wait = next - monotonicNanoseconds()
    return wait <= 0 ? 0 : Int32(min((wait + 999_999) / 1_000_000, 1000))
  }
}

/// Actions by their time; those of the same time in the order they were added.
private struct AlarmQueue {
  private struct Alarm {
    var time: Int64
    var action: () -> Void
  }

  // Latest first, so that taking the next one moves nothing.
  private var alarms: [Alarm] = []

  var next: Int64? { alarms.last?.time }

  mutating func add(_ time: Int64, _ action: @escaping () -> Void) {
    var place = alarms.count
    while place > 0, alarms[place - 1].time <= time { place -= 1 }
    alarms.insert(Alarm(time: time, action: action), at: place)
  }

  mutating func due(at now: Int64) -> (() -> Void)? {
    guard let last = alarms.last, last.time <= now else { return nil }
    alarms.removeLast()
    return last.action
  }
}
