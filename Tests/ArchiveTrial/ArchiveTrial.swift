import Foundation

/// Puts an archive on trial: `archive-trial load`, `read`, `replay` or `write`.
///
///     swift run -c release archive-trial load FILE [--runs 1000] [--seconds 60] [--fast]
///     swift run -c release archive-trial read FILE
///     swift run -c release archive-trial write FILE [--runs 20] [--commits 0] …
///
/// `write` says each commit on standard output as soon as it was acknowledged, until it is killed.
@main
struct ArchiveTrial {
  static func main() {
    let options = Options(CommandLine.arguments)
    do {
      switch options.mode {
      case "load": try LoadTrial(options).run()
      case "read": try ReadTrial(options).run()
      case "replay": try ReplayTrial(options).run()
      case "write": try WriteTrial(options).run()
      default: print("usage: archive-trial load | read | replay | write FILE")
      }
    } catch {
      try? FileHandle.standardError.write(contentsOf: Data("\(error)\n".utf8))
      exit(1)
    }
  }
}

/// What stands on the command line: the mode, the file, and `--name value`.
struct Options {
  var mode = ""
  var file = ""
  private var values: [String: String] = [:]

  init(_ arguments: [String]) {
    var words = arguments.dropFirst()
    mode = words.popFirst() ?? ""
    file = words.popFirst() ?? ""
    while let word = words.popFirst() {
      if let next = words.first, !next.hasPrefix("--") {
        values[word] = next
        words.removeFirst()
      } else {
        values[word] = ""
      }
    }
  }

  func number(_ name: String, _ usual: Int) -> Int { values[name].flatMap(Int.init) ?? usual }
  func has(_ name: String) -> Bool { values[name] != nil }
  func text(_ name: String, _ usual: String) -> String { values[name] ?? usual }
}
