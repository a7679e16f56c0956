import Figures
import FlyingFox
import Foundation
import Lessons

/// Which address gives which page.
struct PageRouter: HTTPHandler {
  let doorkeeper: Doorkeeper
  let follower: ArchiveFollower?
  private let desk: MeasuringDesk
  /// Virtual cells are discharged here.
  private let bench = WorkThread("lessons")

  init(doorkeeper: Doorkeeper, follower: ArchiveFollower?, desk: MeasuringDesk) {
    self.doorkeeper = doorkeeper
    self.follower = follower
    self.desk = desk
  }

  func start() { follower?.start() }

  func stop() {
    follower?.stop()
    bench.stop()
    desk.stop()
  }

  func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
    if let refusal = doorkeeper.refusal(request, at: ArchiveFollower.now) { return refusal }
    if request.method == .POST { return await changed(request) }
    let language = Self.language(request)
    switch request.path {
    case "/page.css": return asset(PackageResources.page_css, "text/css", FigureStyle.css)
    case "/font.js": return asset(PackageResources.font_js, "text/javascript")
    case "/live.js": return asset(PackageResources.live_js, "text/javascript")
    case "/lesson.js": return asset(PackageResources.lesson_js, "text/javascript")
    case "/": return live(request, language)
    case "/lessons":
      return .page(LessonListPage(language: language, hasArchive: follower != nil).html)
    case "/events": return events(language)
    case "/channel": return await channel(request, language)
    default:
      return await lesson(request, language)
        ?? .words(.notFound, "There is no such page here: \(request.path.prefix(200))")
    }
  }

  /// As the address says it, else as the browser prefers it.
  static func language(_ request: HTTPRequest) -> FigureLanguage {
    if let asked = request.query["lang"].flatMap(FigureLanguage.init) { return asked }
    let preferred = request.headers[HTTPHeader("Accept-Language")] ?? ""
    return preferred.lowercased().hasPrefix("ja") ? .ja : .en
  }

  private func asset(_ bytes: [UInt8], _ type: String, _ more: String = "") -> HTTPResponse {
    .guarded(.ok, type + "; charset=utf-8", bytes + Array(more.utf8), cache: "no-cache")
  }

  // MARK: The live page

  private func live(_ request: HTTPRequest, _ language: FigureLanguage) -> HTTPResponse {
    guard let follower else {
      return .page(LessonListPage(language: language, hasArchive: false).html)
    }
    let window = request.query["window"] ?? "10m"
    let isKnown = LivePage.windowNames.contains { $0.0 == window }
    return .page(
      LivePage(
        language: language,
        archive: follower.path.split(separator: "/").last.map(String.init) ?? follower.path,
        key: doorkeeper.key, run: request.query["run"].flatMap { Int64($0) },
        window: isKnown ? window : "10m"
      ).html)
  }

  private func events(_ language: FigureLanguage) -> HTTPResponse {
    guard let follower else { return .words(.notFound, "No archive is shown here.") }
    var headers = HTTPHeaders(HTTPResponse.guards)
    headers[.contentType] = "text/event-stream; charset=utf-8"
    headers[.cacheControl] = "no-store"
    return HTTPResponse(
      statusCode: .ok, headers: headers,
      body: HTTPBodySequence(from: LiveFrames(board: follower.board, language: language)))
  }

  private func channel(_ request: HTTPRequest, _ language: FigureLanguage) async -> HTTPResponse {
    let name = request.query["window"] ?? "10m"
    guard let follower, let run = request.query["run"].flatMap({ Int64($0) }),
      let window = LivePage.windowNames.first(where: { $0.0 == name })
    else { return .words(.badRequest, "Expected run=NUMBER and window=1m, 10m, 1h, step or all.") }
    let detail = await follower.ask(run) { followed, now in
      ChannelDetail(followed, window: window.1, at: now, language)
    }
    guard let detail else { return .words(.notFound, "There is no run \(run) in the archive.") }
    return .json(detail)
  }

  // MARK: Lessons

  private func lesson(
    _ request: HTTPRequest, _ language: FigureLanguage
  ) async -> HTTPResponse? {
    let parts = request.path.split(separator: "/").map(String.init)
    guard parts.first == "lesson", (2...3).contains(parts.count),
      let lesson = LessonCatalogue.lesson(named: parts[1])
    else { return nil }
    let asked = question(request, to: lesson)
    if parts.count == 3, parts[2] == "answer" {
      return .json(
        await bench.run { LessonReply(lesson.answer(asked, in: language), language) })
    }
    let query = request.query.filter { $0.name != "lang" && Self.isPlain($0.name + $0.value) }
      .map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    let page = LessonPage(
      lesson: lesson, language: language, asked: asked, query: query, hasArchive: follower != nil,
      key: lesson.isMeasured ? doorkeeper.key : "")
    if parts.count == 2 { return .page(await bench.run { page.html }) }
    return parts[2] == "sheet" ? .page(await bench.run { page.sheet }) : nil
  }

  /// What the address asks, with what was recorded at that setting.
  private func question(_ request: HTTPRequest, to lesson: any Lesson) -> LessonQuestion {
    var asked = LessonQuestion(request.query, of: lesson)
    if let lesson = lesson as? MeasureLesson {
      asked.measured = desk.runs(at: lesson.setting(asked.values))
    }
    return asked
  }

  /// Whether a text means itself in an address.
  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        || [45, 46, 95, 126].contains(byte)
    }
  }

  // MARK: Changes

  private struct Acknowledgement: Decodable { var run: Int64 }

  private func changed(_ request: HTTPRequest) async -> HTTPResponse {
    if request.path == "/lesson/measure/run" { return await measured(request) }
    guard request.path == "/acknowledge", let follower else {
      return .words(.notFound, "There is nothing to change here.")
    }
    guard request.bodySequence.count ?? 0 <= 1000, let data = try? await request.bodyData,
      let asked = try? JSONDecoder().decode(Acknowledgement.self, from: data)
    else { return .words(.badRequest, "Expected {\"run\": NUMBER}.") }
    guard follower.board.acknowledge(asked.run) else {
      return .words(.notFound, "There is no run \(asked.run) in the archive.")
    }
    return .guarded(.noContent, "text/plain", [])
  }

  private struct MeasuringRequest: Decodable {
    var part: MeasuredPart
    var values: [String: Double]
  }

  private func measured(_ request: HTTPRequest) async -> HTTPResponse {
    guard request.bodySequence.count ?? 0 <= 1000, let data = try? await request.bodyData,
      let asked = try? JSONDecoder().decode(MeasuringRequest.self, from: data)
    else {
      return .words(
        .badRequest, "Expected {\"part\": \"known\" or \"foretold\", \"values\": {…}}.")
    }
    let setting = MeasureLesson().setting(asked.values)
    guard let refusal = await desk.measure(asked.part, at: setting) else {
      return .guarded(.noContent, "text/plain", [])
    }
    return .words(.serviceUnavailable, refusal.description)
  }
}
