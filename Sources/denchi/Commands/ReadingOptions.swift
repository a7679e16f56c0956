import ArgumentParser
import Assessment
import CellData
import RunFiles

/// What a person may say about the columns of a file, as command-line options.
struct ReadingOptions: ParsableArguments {
  @Option(
    name: .customLong("column"),
    help: ArgumentHelp(
      "Read a channel from the column with this label.", valueName: "channel=label"))
  var columns: [String] = []

  @Option(
    name: .customLong("unit"),
    help: ArgumentHelp(
      "Take a channel's column to be in this unit, such as current=mA.",
      valueName: "channel=unit"))
  var units: [String] = []

  @Option(
    name: .customLong("negate"),
    help: ArgumentHelp(
      "Turn the sign of a channel, such as a current that is positive on discharge.",
      valueName: "channel"))
  var negated: [String] = []

  /// The options as they were written in a report's settings.
  init(of settings: ReportSettings) {
    columns = settings.columns
    units = settings.units
    negated = settings.negate
  }

  init() {}

  func options() throws -> ReadOptions {
    ReadOptions(
      columns: try pairs(columns, "--column"), units: try pairs(units, "--unit"),
      negated: Set(try negated.map { try channel($0, "--negate") }))
  }

  private func pairs(_ texts: [String], _ option: String) throws -> [Channel: String] {
    var result: [Channel: String] = [:]
    for text in texts {
      guard let split = text.firstIndex(of: "=") else {
        throw ValidationError("\(option) wants CHANNEL=TEXT, found “\(text)”.")
      }
      let key = try channel(String(text[..<split]), option)
      guard result.updateValue(String(text[text.index(after: split)...]), forKey: key) == nil else {
        throw ValidationError("\(option) names the channel “\(key)” twice.")
      }
    }
    return result
  }

  private func channel(_ name: String, _ option: String) throws -> Channel {
    guard let channel = Channel.allCases.first(where: { "\($0)" == name }) else {
      let known = Channel.allCases.map { "\($0)" }.joined(separator: ", ")
      throw ValidationError("\(option): “\(name)” is no channel; expected one of \(known).")
    }
    return channel
  }
}
