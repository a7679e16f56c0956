import CellAnalysis
import Foundation

/// Measures how often intervals hold the truth, how well knees are found, and how long it takes.
///
/// `fade-figures [coverage|knee|backtest|modes|speed]…`, all without an argument.
@main
struct FadeFigures {
  static func main() {
    let asked = CommandLine.arguments.dropFirst()
    func wants(_ name: String) -> Bool { asked.isEmpty || asked.contains(name) }
    if wants("coverage") { Coverage.print() }
    if wants("knee") { KneeFigures.print() }
    if wants("backtest") { BackTest.print() }
    if wants("modes") { Modes.print() }
    if wants("speed") { Speed.print() }
  }
}

func percent(_ part: Int, _ whole: Int) -> String {
  whole == 0
    ? "none" : "\(fixed(100 * Double(part) / Double(whole), 1)) % (\(part) of \(whole))"
}

func fixed(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
