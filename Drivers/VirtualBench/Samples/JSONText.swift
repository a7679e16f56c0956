/// A JSON document while it is put together, printed with its keys in the order they were given.
indirect enum JSONText {
  case text(String)
  case number(Double)
  /// A number exactly as it was written.
  case literal(String)
  /// Members without a value are left out.
  case object([(key: String, value: JSONText?)])
  /// One element a line; `compact` elements are printed on one line each.
  case array([JSONText])
  case compact(JSONText)

  /// The document with two spaces of indentation and a line feed at its end.
  var document: String { printed(indentation: 0, compact: false) + "\n" }

  /// A number with at most so many decimals.
  static func rounded(_ value: Double, decimals: Int) -> JSONText {
    .literal(decimal(value, decimals))
  }

  /// The text of a number with at most so many decimals.
  static func decimal(_ value: Double, _ decimals: Int) -> String {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    return BDFText.number((value * scale).rounded() / scale + 0)
  }

  private func printed(indentation: Int, compact: Bool) -> String {
    switch self {
    case .text(let text): return Self.quoted(text)
    case .number(let value): return BDFText.number(value)
    case .literal(let text): return text
    case .compact(let value): return value.printed(indentation: indentation, compact: true)
    case .array(let elements):
      let lines = elements.map { $0.printed(indentation: indentation + 2, compact: compact) }
      return Self.joined(lines, "[", "]", indentation: indentation, compact: compact)
    case .object(let members):
      let lines = members.compactMap { member in
        member.value.map {
          Self.quoted(member.key) + ": "
            + $0.printed(indentation: indentation + 2, compact: compact)
        }
      }
      return Self.joined(lines, "{", "}", indentation: indentation, compact: compact)
    }
  }

  private static func joined(
    _ lines: [String], _ open: String, _ close: String, indentation: Int, compact: Bool
  ) -> String {
    if compact || lines.isEmpty { return open + lines.joined(separator: ", ") + close }
    let margin = String(repeating: " ", count: indentation)
    return open + "\n" + lines.map { margin + "  " + $0 }.joined(separator: ",\n") + "\n" + margin
      + close
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
