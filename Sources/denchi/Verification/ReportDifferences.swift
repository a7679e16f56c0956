import Foundation

/// Where two reports differ, each place by its path such as `assessments[0].verdict`.
struct ReportDifferences {
  /// One line a difference; empty if the bytes are the same.
  private(set) var lines: [String] = []

  /// - Parameters:
  ///   - found: the report as it was handed in.
  ///   - computed: the report as the inputs give it.
  init(found: [UInt8], computed: [UInt8]) {
    guard found != computed else { return }
    let first = zip(found, computed).enumerated().first { $1.0 != $1.1 }?.offset
    let byte = first ?? min(found.count, computed.count)
    do {
      let a = try JSONSerialization.jsonObject(with: Data(found), options: [.fragmentsAllowed])
      let b = try JSONSerialization.jsonObject(with: Data(computed), options: [.fragmentsAllowed])
      compare(a, b, at: "")
    } catch {
      lines.append("the report is no JSON: \(error.localizedDescription)")
    }
    // Same values in another layout, or a value that reads the same: still not these bytes.
    if lines.isEmpty {
      let line = found.prefix(byte).count { $0 == 0x0A } + 1
      lines.append("line \(line), byte \(byte): the text differs, the values do not")
    }
  }

  private mutating func compare(_ a: Any, _ b: Any, at path: String) {
    switch (a, b) {
    case (let a as [String: Any], let b as [String: Any]):
      for key in Set(a.keys).union(b.keys).sorted() {
        let place = path.isEmpty ? key : "\(path).\(key)"
        switch (a[key], b[key]) {
        case (let x?, let y?): compare(x, y, at: place)
        case (nil, let y?): lines.append("\(place): missing; computed \(Self.shown(y))")
        case (let x?, nil): lines.append("\(place): found \(Self.shown(x)); not computed")
        case (nil, nil): break
        }
      }
    case (let a as [Any], let b as [Any]):
      for i in 0..<min(a.count, b.count) { compare(a[i], b[i], at: "\(path)[\(i)]") }
      if a.count != b.count {
        lines.append("\(path): found \(a.count) entries; computed \(b.count)")
      }
    case (let a as NSObject, let b as NSObject):
      guard a != b else { return }
      lines.append("\(path): found \(Self.shown(a)); computed \(Self.shown(b))")
    default: lines.append("\(path): found and computed are of different kinds")
    }
  }

  private static func shown(_ value: Any) -> String {
    let text = value is [Any] ? "a list" : value is [String: Any] ? "an object" : "\(value)"
    return text.count > 80 ? text.prefix(80) + "…" : text
  }
}
