import Assessment
import Foundation

/// A report that was written earlier, read back to be shown.
enum WrittenReport {
  /// What is looked at before anything else is believed.
  private struct Head: Decodable {
    var schema: String?
    var denchi: String?
  }

  /// Whether a file is a report, or at least means to be one.
  static func isReport(path: String) -> Bool {
    guard let file = FileHandle(forReadingAtPath: path) else { return false }
    defer { try? file.close() }
    let head = String(decoding: (try? file.read(upToCount: 4096)) ?? Data(), as: UTF8.self)
    return head.drop { $0.isWhitespace }.first == "{" && head.contains("\"urn:denchi:report:")
  }

  /// - Throws: ``Failure`` with exit code 3 where the file is no report of the schema known here.
  static func read(path: String) throws(Failure) -> Report {
    try decode(try Verification.bytes(of: path), name: path)
  }

  static func decode(_ bytes: [UInt8], name: String) throws(Failure) -> Report {
    let data = Data(bytes)
    guard let head = try? JSONDecoder().decode(Head.self, from: data) else {
      throw Failure(
        .badInput,
        "\(name): found no JSON object, expected a report as `denchi analyze -o` writes it.")
    }
    guard let schema = head.schema, schema.hasPrefix("urn:denchi:report:") else {
      throw Failure(
        .badInput,
        "\(name): found "
          + (head.schema.map { "the schema “\($0)”" } ?? "no schema")
          + ", expected a report of the schema \(Report.schemaName).")
    }
    guard schema == Report.schemaName else {
      throw Failure(
        .badInput,
        "\(name): written by Denchi \(head.denchi ?? "of an unknown version") after the schema "
          + "\(schema), which this Denchi \(Denchi.version) does not know; expected "
          + "\(Report.schemaName). Use the Denchi that wrote it, or a newer one.")
    }
    do {
      return try JSONDecoder().decode(Report.self, from: data)
    } catch let error as DecodingError {
      throw Failure(.badInput, "\(name): is no whole report: \(words(error)).")
    } catch {
      throw Failure(.badInput, "\(name): is no whole report: \(error).")
    }
  }

  private static func words(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, let context):
      "“\(path(context, key))” is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "“\(path(context))” is of the wrong kind"
    case .dataCorrupted(let context):
      "“\(path(context))” cannot be understood (\(context.debugDescription))"
    @unknown default: "unreadable"
    }
  }

  private static func path(_ context: DecodingError.Context, _ key: (any CodingKey)? = nil)
    -> String
  {
    (context.codingPath + [key].compactMap(\.self)).map(\.stringValue).joined(separator: ".")
  }
}
