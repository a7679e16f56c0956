import Figures
import FlyingSocks
import Foundation

/// What one page is sent: the tiles that look otherwise than when it was last told.
///
/// A page that is slow is told less often; nothing piles up for it, since each frame is made from
/// the newest state at the moment it is sent.
struct LiveFrames: AsyncBufferedSequence {
  typealias Element = UInt8

  let board: LiveBoard
  let language: FigureLanguage
  /// The shortest time between two frames, in s.
  static let interval = 0.1
  /// A page hears something at least so often, in s.
  static let heartbeat = 1.0

  func makeAsyncIterator() -> Iterator { Iterator(board: board, language: language) }

  struct Iterator: AsyncBufferedIteratorProtocol {
    private let board: LiveBoard
    private let bell: AsyncStream<Void>
    private var told = ToldPage()
    private let language: FigureLanguage
    private var isFirst = true

    init(board: LiveBoard, language: FigureLanguage) {
      self.board = board
      self.language = language
      bell = Self.merged(board.bell())
    }

    /// The board's bell and a heartbeat.
    private static func merged(_ bell: AsyncStream<Void>) -> AsyncStream<Void> {
      let (stream, continuation) = AsyncStream.makeStream(
        of: Void.self, bufferingPolicy: .bufferingNewest(1))
      let ringing = Task { for await _ in bell { continuation.yield() } }
      let beating = Task {
        while !Task.isCancelled {
          try? await Task.sleep(for: .seconds(LiveFrames.heartbeat))
          continuation.yield()
        }
      }
      continuation.onTermination = { _ in
        ringing.cancel()
        beating.cancel()
      }
      return stream
    }

    mutating func next() async throws -> UInt8? { nil }

    mutating func nextBuffer(suggested count: Int) async throws -> [UInt8]? {
      if isFirst {
        isFirst = false
      } else {
        try await Task.sleep(for: .seconds(LiveFrames.interval))
        var iterator = bell.makeAsyncIterator()
        guard await iterator.next() != nil else { return nil }
      }
      return told.event(board.snapshot(), at: ArchiveFollower.now, language)
    }
  }
}

/// What a page was told last, and the next thing to tell it.
struct ToldPage {
  private var tiles: [Int64: ChannelTile] = [:]
  private var sparks: [Int64: (commit: Int64, time: Double)] = [:]
  private var summary: LiveSummary?
  private let encoder = JSONEncoder()
  /// A tile's line is drawn anew at most so often, in s.
  private static let sparkInterval = 1.0
  /// So many lines are drawn anew in one frame, so that no value waits for a hundred of them.
  private static let sparkLimit = 16

  /// A server-sent event: `frame` where something changed, else `heartbeat`.
  mutating func event(
    _ snapshot: LiveBoard.Snapshot, at now: Double, _ language: FigureLanguage
  ) -> [UInt8] {
    var changed: [ChannelTile] = []
    var all: [ChannelTile] = []
    let due = sparksToDraw(snapshot, at: now)
    for (run, view) in snapshot.views.sorted(by: { $0.key < $1.key }) {
      var tile = ChannelTile(
        view, acknowledged: snapshot.acknowledged[run] ?? 0, at: now,
        isReadable: snapshot.complaint == nil, language)
      all.append(tile)
      let isNewSpark = due.contains(run)
      guard tiles[run] != tile || isNewSpark else { continue }
      tiles[run] = tile
      if isNewSpark {
        sparks[run] = (view.commit, now)
        tile.spark = (try? view.spark.figure(in: language))?.svg(id: "s\(run)", in: .page) ?? ""
      }
      changed.append(tile)
    }
    let summary = LiveSummary(all, snapshot, language)
    guard !changed.isEmpty || summary != self.summary else {
      return Array("event: heartbeat\ndata: {}\n\n".utf8)
    }
    self.summary = summary
    let frame = LiveFrame(commit: snapshot.commit, summary: summary, tiles: changed)
    let data = (try? encoder.encode(frame)) ?? Data("{}".utf8)
    var bytes = Array("id: \(snapshot.commit)\nevent: frame\ndata: ".utf8)
    bytes += data
    bytes += Array("\n\n".utf8)
    return bytes
  }

  /// The runs whose line is drawn anew: all that never were, and the oldest of those that are due.
  private func sparksToDraw(_ snapshot: LiveBoard.Snapshot, at now: Double) -> Set<Int64> {
    var (new, due): ([Int64], [(run: Int64, time: Double)]) = ([], [])
    for (run, view) in snapshot.views {
      guard let last = sparks[run] else {
        new.append(run)
        continue
      }
      if last.commit != view.commit, now - last.time >= Self.sparkInterval {
        due.append((run, last.time))
      }
    }
    due.sort { ($0.time, $0.run) < ($1.time, $1.run) }
    return Set(new + due.prefix(Self.sparkLimit).map(\.run))
  }
}

/// One event of the stream.
struct LiveFrame: Encodable {
  /// The last committed row that it knows of.
  var commit: Int64
  var summary: LiveSummary
  var tiles: [ChannelTile]
}

/// How all channels together stand, in words.
struct LiveSummary: Encodable, Equatable {
  var text: String
  var alarms: Int
  /// Why the archive cannot be read; empty when all is well.
  var complaint: String

  init(_ tiles: [ChannelTile], _ snapshot: LiveBoard.Snapshot, _ language: FigureLanguage) {
    alarms = tiles.count { !$0.alarm.isEmpty }
    complaint = snapshot.complaint ?? ""
    guard !tiles.isEmpty else {
      text = language.say("The archive holds no run yet.", "アーカイブに試験はまだありません。")
      return
    }
    let states = ChannelState.allCases.compactMap { state -> String? in
      let count = tiles.count { $0.state == state.rawValue }
      return count == 0 ? nil : "\(state.word(language)) \(count)"
    }
    text =
      language.say("\(tiles.count) channels: ", "\(tiles.count)チャンネル：")
      + states.joined(separator: language.say(", ", "、"))
      + (alarms == 0 ? "" : language.say(", alarms \(alarms)", "、警報 \(alarms)"))
  }
}
