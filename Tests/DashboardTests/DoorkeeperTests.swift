import FlyingFox
import Foundation
import Testing

@testable import Dashboard

struct DoorkeeperTests {
  private func request(
    _ method: HTTPMethod = .GET, host: String?, path: String = "/",
    query: [HTTPRequest.QueryItem] = [], _ more: [(String, String)] = []
  ) -> HTTPRequest {
    var headers = HTTPHeaders()
    headers[.host] = host
    for (name, value) in more { headers[HTTPHeader(name)] = value }
    return HTTPRequest(
      method: method, version: .http11, path: path, query: query, headers: headers,
      body: HTTPBodySequence(data: Data()))
  }

  private let local = Doorkeeper(address: "127.0.0.1", port: 8150, token: nil)
  private let token = "0123456789abcdef0123"

  @Test(arguments: ["127.0.0.1:8150", "localhost:8150", "[::1]:8150"])
  func `this machine may look under its own names`(host: String) {
    #expect(local.refusal(request(host: host), at: 0) == nil)
  }

  @Test(arguments: [
    nil, "", "denchi.example:8150", "127.0.0.1", "127.0.0.1:8151", "localhost.evil.example:8150",
    "192.168.0.7:8150",
  ])
  func `a name that somebody else made point here is misdirected`(host: String?) {
    #expect(local.refusal(request(host: host), at: 0)?.statusCode.code == 421)
  }

  @Test func `only GET and POST are understood`() {
    let answer = local.refusal(request(.DELETE, host: "127.0.0.1:8150"), at: 0)
    #expect(answer?.statusCode.code == 405)
  }

  @Test func `a change needs the origin, the key and JSON`() {
    let host = "127.0.0.1:8150"
    let right = [
      ("Origin", "http://\(host)"), ("X-Denchi-Key", local.key),
      ("Content-Type", "application/json"),
    ]
    #expect(local.refusal(request(.POST, host: host, right), at: 0) == nil)
    for left in right.indices {
      var rest = right
      rest.remove(at: left)
      #expect(local.refusal(request(.POST, host: host, rest), at: 0) != nil)
    }
    var foreign = right
    foreign[0].1 = "http://evil.example"
    #expect(local.refusal(request(.POST, host: host, foreign), at: 0)?.statusCode.code == 403)
  }

  @Test func `another address wants the token, and keeps it in a cookie`() throws {
    let door = Doorkeeper(address: "192.168.0.7", port: 8150, token: token)
    let host = "192.168.0.7:8150"
    #expect(door.refusal(request(host: host), at: 0)?.statusCode.code == 401)
    let asked = request(host: host, query: [.init(name: "token", value: token)])
    let answer = try #require(door.refusal(asked, at: 0))
    #expect(answer.statusCode.code == 303 && answer.headers[.location] == "/")
    let cookie = try #require(answer.headers[.setCookie])
    #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
    let pair = cookie.split(separator: ";")[0]
    #expect(door.refusal(request(host: host, [("Cookie", "a=b; \(pair)")]), at: 0) == nil)
  }

  @Test func `after five wrong tokens nobody comes in for a minute`() {
    let door = Doorkeeper(address: "0.0.0.0", port: 8150, token: token)
    func code(_ given: String, _ now: Double) -> Int? {
      door.refusal(
        request(host: "10.0.0.3:8150", query: [.init(name: "token", value: given)]), at: now
      )?.statusCode.code
    }
    for second in 0..<5 { #expect(code("wrong", Double(second)) == 403) }
    #expect(code("wrong", 5) == 429)
    #expect(code(token, 6) == 429)
    #expect(code(token, 70) == 303)
  }

  @Test func `every answer forbids the browser to load anything from elsewhere`() {
    let policy = HTTPResponse.words(.ok, "x").headers[HTTPHeader("Content-Security-Policy")] ?? ""
    #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
    #expect(!policy.contains("unsafe"))
  }

  @Test func `texts are equal only where every letter is`() {
    #expect(Doorkeeper.isEqual("abc", "abc"))
    #expect(!Doorkeeper.isEqual("abd", "abc") && !Doorkeeper.isEqual("", "abc"))
    #expect(!Doorkeeper.isEqual("abcd", "abc"))
  }
}
