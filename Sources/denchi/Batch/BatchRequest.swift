import Foundation

/// One line of the input: which cell, and under what name it is answered.
struct BatchRequest: Sendable, Equatable {
  /// The line itself where it is a bare path.
  var id: String
  /// Nil where the line asks for nothing that can be read.
  var path: String?
  /// What is wrong with the line.
  var fault: String?

  /// Longer lines are answered and not looked at, in bytes: a path has at most 4096.
  static let lineLimit = 32_768

  private struct Written: Decodable {
    var id: String?
    var path: String?
  }

  /// Reads a line; whatever it is, it is a request that can be answered.
  init(_ line: ArraySlice<UInt8>) {
    let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    guard line.count <= Self.lineLimit else {
      self.init(
        fault:
          "found a line of \(line.count) bytes, expected at most \(Self.lineLimit). Give a path.")
      return
    }
    guard let text = String(validating: line, as: UTF8.self) else {
      self.init(fault: "found a line that is no UTF-8, expected a path. Rename the file.")
      return
    }
    guard text.first == "{" else {
      self.init(id: text, path: text)
      return
    }
    guard let written = try? JSONDecoder().decode(Written.self, from: Data(line)) else {
      self.init(
        fault: "found a line that is no JSON object, expected {\"id\": \"…\", \"path\": \"…\"}. "
          + "Correct the line.")
      return
    }
    guard let path = written.path else {
      self.init(
        id: written.id ?? "",
        fault: "found no “path” in the line, expected {\"id\": \"…\", \"path\": \"…\"}. Add it.")
      return
    }
    self.init(id: written.id ?? path, path: path)
  }

  private init(id: String = "", path: String) {
    self.id = id
    self.path = path.isEmpty ? nil : path
    if path.isEmpty { fault = "found no path, expected a data file or a cell's folder. Name one." }
  }

  private init(id: String = "", fault: String) {
    self.id = id
    self.fault = fault
  }
}
