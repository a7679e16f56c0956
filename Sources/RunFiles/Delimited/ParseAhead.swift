#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// Plain rows of a long text, parsed by further threads before they are asked for.
///
/// The lines that are in memory are cut into pieces at line ends, and whoever comes first parses a
/// piece: a thread of this object or the caller. What a piece gives depends on its bytes and on the
/// number of fields of a row alone, and pieces are handed out in their order; so how many threads
/// there are, and which is faster, changes nothing.
final class ParseAhead {
  private let board: Board
  private let threads: [BlockingThread]

  /// How many threads help on this machine: none where there is one core.
  static var usualThreads: Int {
    max(0, min(3, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))) - 1))
  }

  /// - Parameters:
  ///   - threads: how many help; fewer where the system has none left.
  ///   - makeParser: a parser with columns of its own, as it is for the whole table.
  init(threads: Int, _ makeParser: () -> RowParser) {
    let board = Board((0..<Board.pieceLimit).map { _ in Board.Slot(makeParser()) })
    self.board = board
    self.threads = (0..<threads).compactMap { _ in try? BlockingThread { board.help() } }
  }

  deinit {
    board.end()
    for thread in threads { thread.join() }
  }

  /// A piece whose rows were parsed up to the first one that is not plain.
  struct Piece {
    var slot: ParserSlot
    var bytes: Int
    var rows: Int
  }

  /// Has the lines of `text` parsed, the first of which lies at `offset` of the caller's count.
  ///
  /// - Parameters:
  ///   - text: as `RowParser.parse` wants it; must stay until ``discard()`` or its last piece.
  ///   - trailingFields: how many fields follow the last one that is wanted.
  func begin(_ text: UnsafeBufferPointer<UInt8>, at offset: Int, trailingFields: Int) {
    discard()
    unsafe board.begin(text, at: offset, trailingFields: trailingFields)
  }

  /// Where the first piece that was not taken begins; nil if there is none.
  var nextStart: Int? { board.nextStart }

  /// Takes the piece that begins at `offset`, when it is parsed; nil where none begins there.
  ///
  /// While another thread has the piece, this one parses one of those that follow.
  func take(at offset: Int) -> Piece? { board.take(at: offset) }

  /// Drops the pieces that begin before `offset`.
  func skip(to offset: Int) { board.skip(to: offset) }

  /// Drops all pieces; afterwards nobody looks at their text.
  func discard() { board.discard() }
}

/// A parser that changes hands with its piece.
final class ParserSlot: @unchecked Sendable {
  var parser: RowParser
  init(_ parser: consuming RowParser) { self.parser = parser }
}

/// The pieces, and who has them.
@safe
private final class Board: @unchecked Sendable {
  typealias Slot = ParserSlot

  static let pieceLimit = 8
  /// A piece and its columns stay in a core's own cache.
  static let pieceSize = 1 << 17

  private enum State { case waiting, taken, done }

  @safe private struct Work {
    var offset: Int
    var text: UnsafeBufferPointer<UInt8>
    var state = State.waiting
    var bytes = 0
    var rows = 0
  }

  private let slots: [Slot]
  private let monitor = Monitor()
  // Under the monitor.
  private var works: [Work] = []
  /// The first piece that was not handed out.
  private var next = 0
  private var isOver = false

  init(_ slots: [Slot]) { self.slots = slots }

  func begin(_ text: UnsafeBufferPointer<UInt8>, at offset: Int, trailingFields: Int) {
    var works: [Work] = []
    var start = 0
    while start < text.count, works.count < Self.pieceLimit {
      let isLast = works.count == Self.pieceLimit - 1
      var end = isLast ? text.count : min(start + Self.pieceSize, text.count)
      while end < text.count, unsafe text[end - 1] != Byte.newline { end += 1 }
      slots[works.count].parser.trailingFields = trailingFields
      unsafe works.append(
        Work(offset: offset + start, text: UnsafeBufferPointer(rebasing: text[start..<end])))
      start = end
    }
    monitor.changing {
      self.works = works
      next = 0
    }
  }

  var nextStart: Int? {
    monitor.locked { next < works.count ? works[next].offset : nil }
  }

  func skip(to offset: Int) {
    monitor.locked {
      while next < works.count, works[next].offset < offset { next += 1 }
    }
  }

  func take(at offset: Int) -> ParseAhead.Piece? {
    let wanted = monitor.locked { () -> Int? in
      guard next < works.count, works[next].offset == offset else { return nil }
      next += 1
      return next - 1
    }
    guard let wanted else { return nil }
    while let other = claim(before: wanted) { parse(other) }
    return monitor.locked {
      ParseAhead.Piece(
        slot: slots[wanted], bytes: works[wanted].bytes, rows: works[wanted].rows)
    }
  }

  /// A piece to parse until the wanted one is done; nil when it is.
  private func claim(before wanted: Int) -> Int? {
    monitor.locked {
      while works[wanted].state != .done {
        if works[wanted].state == .waiting { return claimed(wanted) }
        if let other = firstWaiting() { return claimed(other) }
        monitor.wait()
      }
      return nil
    }
  }

  private func firstWaiting() -> Int? {
    (next..<max(next, works.count)).first { works[$0].state == .waiting }
  }

  private func claimed(_ index: Int) -> Int {
    works[index].state = .taken
    return index
  }

  private func parse(_ index: Int) {
    let text = unsafe monitor.locked { unsafe works[index].text }
    let (bytes, rows) = unsafe slots[index].parser.parse(text, from: 0)
    monitor.changing {
      works[index].bytes = bytes
      works[index].rows = rows
      works[index].state = .done
    }
  }

  func help() {
    while let index = waitForWork() { parse(index) }
  }

  private func waitForWork() -> Int? {
    monitor.locked {
      while !isOver {
        if let index = firstWaiting() { return claimed(index) }
        monitor.wait()
      }
      return nil
    }
  }

  func discard() {
    monitor.locked {
      next = works.count
      while works.contains(where: { $0.state == .taken }) { monitor.wait() }
      works.removeAll(keepingCapacity: true)
      next = 0
    }
  }

  func end() { monitor.changing { isOver = true } }
}
