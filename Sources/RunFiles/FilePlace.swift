import DeclaredText

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// Where a run lies: a file, and which of its runs where it holds several.
///
/// Written as a path, with the run's name behind a `#`: `rates.mat#T25.cRate_1C`. A file whose own
/// name holds a `#` is found under it as it stands.
struct FilePlace: Equatable {
  let path: String
  /// The name of a run, or the beginning of several names; nil where none is given.
  let part: String?

  init(_ text: String) {
    guard let mark = text.lastIndex(of: "#"), !Self.exists(text) else {
      path = text
      part = nil
      return
    }
    let name = text[text.index(after: mark)...]
    path = String(text[..<mark])
    part = name.isEmpty ? nil : String(name)
  }

  init(path: String, part: String?) {
    self.path = path
    self.part = part
  }

  /// The same as one text.
  var text: String { part.map { "\(path)#\($0)" } ?? path }

  /// The text without folders: what a report calls the run.
  var name: String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return part.map { "\(file)#\($0)" } ?? file
  }

  /// The name that is asked for among `parts`.
  ///
  /// A name in full, or whole words from the beginning of exactly one; several that begin so are
  /// named in the error.
  func choose(among parts: [String]) throws(RunFileError) -> String {
    guard let part else {
      if parts.count == 1 { return parts[0] }
      throw .severalRuns(path: path, parts: parts)
    }
    if parts.contains(part) { return part }
    let below = parts.filter { $0.hasPrefix(part + ".") }
    if below.count == 1 { return below[0] }
    guard below.isEmpty else { throw .severalRuns(path: path, parts: below) }
    throw .unknownPart(
      path: path, part: part, nearest: EditDistance.nearest(to: part, among: parts))
  }

  private static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }
}
