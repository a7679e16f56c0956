import FlyingFox
import Foundation
import Synchronization

/// Who may come in: the one place that looks at where a request comes from and what it carries.
final class Doorkeeper: Sendable {
  /// Wrong tokens within a minute before nobody is let in.
  static let wrongTries = 5

  private let address: String
  private let port: UInt16
  /// Nil where only this machine is listened to.
  private let token: String?
  /// Known to pages that this server sent, and to nobody else.
  let key: String
  private let wrong = Mutex<[Double]>([])

  init(address: String, port: UInt16, token: String?) {
    self.address = address
    self.port = port
    self.token = token
    key = Self.randomKey()
  }

  /// 128 random bits as 32 hexadecimal digits.
  static func randomKey() -> String {
    var source = SystemRandomNumberGenerator()
    return (0..<2).map { _ in
      let word = String(source.next() as UInt64, radix: 16)
      return String(repeating: "0", count: 16 - word.count) + word
    }.joined()
  }

  /// What a request gets instead of a page; nil where it may come in.
  func refusal(_ request: HTTPRequest, at now: Double) -> HTTPResponse? {
    guard isKnownHost(request.headers[.host] ?? "") else {
      return .words(
        .misdirectedRequest,
        "This page answers to its own address only. Open the address that denchi printed.")
    }
    guard request.method == .GET || request.method == .POST else {
      return .words(.methodNotAllowed, "Only GET and POST are understood here.")
    }
    if let refusal = tokenRefusal(request, at: now) { return refusal }
    return request.method == .POST ? changeRefusal(request) : nil
  }

  /// Names that resolve to this machine by somebody else's wish are not ours.
  private func isKnownHost(_ host: String) -> Bool {
    let suffix = ":\(port)"
    var name = host
    if host.hasSuffix(suffix) {
      name = String(host.dropLast(suffix.count))
    } else if port != 80 {
      return false
    }
    if ["127.0.0.1", "localhost", "[::1]"].contains(name) || name == address { return true }
    // Listening everywhere, the machine has more addresses than one; a literal cannot be rebound.
    return address == "0.0.0.0" && name.split(separator: ".").count == 4
      && name.allSatisfy { $0.isNumber || $0 == "." }
  }

  // MARK: The token

  private var cookieName: String { "denchi-\(port)" }

  private func tokenRefusal(_ request: HTTPRequest, at now: Double) -> HTTPResponse? {
    guard let token else { return nil }
    let given = request.query["token"]
    guard let candidate = given ?? cookie(request) else {
      return .words(
        .unauthorized, "Open the address with the token that denchi printed: /?token=…")
    }
    let tries = wrong.withLock { tries in
      tries.removeAll { now - $0 > 60 }
      return tries.count
    }
    guard tries < Self.wrongTries else {
      return .words(.tooManyRequests, "Too many wrong tokens; wait a minute.")
    }
    guard Self.isEqual(candidate, token) else {
      wrong.withLock { $0.append(now) }
      return .words(.forbidden, "The token is wrong. Take the one that denchi printed.")
    }
    guard given != nil else { return nil }
    // The token leaves the address bar, and with it the history and what is shown on a projector.
    var headers = HTTPHeaders(HTTPResponse.guards)
    headers[.location] = request.path
    headers[.setCookie] = "\(cookieName)=\(token); Path=/; HttpOnly; SameSite=Strict"
    headers[.cacheControl] = "no-store"
    return HTTPResponse(statusCode: .seeOther, headers: headers)
  }

  private func cookie(_ request: HTTPRequest) -> String? {
    for part in (request.headers[.cookie] ?? "").split(separator: ";") {
      let pair = part.split(separator: "=", maxSplits: 1)
      if pair.count == 2, pair[0].trimmingCharacters(in: .whitespaces) == cookieName {
        return pair[1].trimmingCharacters(in: .whitespaces)
      }
    }
    return nil
  }

  /// Takes as long for a text that is wrong in its first letter as in its last.
  static func isEqual(_ a: String, _ b: String) -> Bool {
    let (a, b) = (Array(a.utf8), Array(b.utf8))
    var difference = a.count ^ b.count
    for i in b.indices { difference |= Int((i < a.count ? a[i] : 0) ^ b[i]) }
    return difference == 0
  }

  // MARK: Changes

  /// A change must come from a page that this server sent.
  private func changeRefusal(_ request: HTTPRequest) -> HTTPResponse? {
    let origin = request.headers[HTTPHeader("Origin")] ?? ""
    guard origin == "http://\(request.headers[.host] ?? "")",
      Self.isEqual(request.headers[HTTPHeader("X-Denchi-Key")] ?? "", key)
    else { return .words(.forbidden, "This does not come from a page of this server.") }
    let type = request.headers[.contentType] ?? ""
    guard type == "application/json" else {
      return .words(.unsupportedMediaType, "Expected application/json.")
    }
    return nil
  }
}

extension HTTPResponse {
  /// What every answer says beside its content: the browser may load nothing from elsewhere.
  static let guards: [HTTPHeader: String] = [
    HTTPHeader("Content-Security-Policy"):
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
      + "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    HTTPHeader("X-Content-Type-Options"): "nosniff",
    HTTPHeader("Referrer-Policy"): "no-referrer",
    HTTPHeader("Cross-Origin-Resource-Policy"): "same-origin",
    HTTPHeader("Cross-Origin-Opener-Policy"): "same-origin",
  ]

  /// An answer with its guards.
  static func guarded(
    _ status: HTTPStatusCode = .ok, _ type: String, _ bytes: [UInt8], cache: String = "no-store"
  ) -> HTTPResponse {
    var headers = HTTPHeaders(guards)
    headers[.contentType] = type
    headers[.cacheControl] = cache
    return HTTPResponse(statusCode: status, headers: headers, body: Data(bytes))
  }

  /// A plain sentence for a person.
  static func words(_ status: HTTPStatusCode, _ text: String) -> HTTPResponse {
    guarded(status, "text/plain; charset=utf-8", Array((text + "\n").utf8))
  }

  static func page(_ html: HTML) -> HTTPResponse {
    guarded(.ok, "text/html; charset=utf-8", Array(html.markup.utf8))
  }

  static func json(_ value: some Encodable) -> HTTPResponse {
    let data = (try? JSONEncoder().encode(value)) ?? Data("{}".utf8)
    return guarded(.ok, "application/json", Array(data))
  }
}
