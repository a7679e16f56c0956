import Foundation

/// Prints the figures of a proven claim beside what is asked of them.
///
/// `proof-figures [worked|risk|uncertainty|rounding]…`, all without an argument. Leaves with exit
/// code 1 if a figure misses what is asked.
@main
struct ProofFigures {
  static func main() {
    let asked = CommandLine.arguments.dropFirst()
    func wants(_ name: String) -> Bool { asked.isEmpty || asked.contains(name) }
    var figures: [Figure] = []
    if wants("worked") { figures += WorkedValues.all }
    if wants("risk") { figures += FalseAcceptance.all }
    if wants("uncertainty") { figures += BudgetsByDrawing.all }
    if wants("rounding") { figures += Flips.all }
    for figure in figures { print(figure.line) }
    let missed = figures.count { !$0.holds }
    print("\(figures.count) figures, \(missed) missed")
    exit(missed == 0 ? 0 : 1)
  }
}

/// One figure: what is asked, what was found.
struct Figure {
  var name: String
  var asked: String
  var found: String
  var holds: Bool

  /// A number that must come out as printed.
  init(_ name: String, printed: String, _ value: Double?) {
    let places = printed.split(separator: ".").dropFirst().first?.count ?? 0
    self.name = name
    asked = printed
    found = value.map { String(format: "%.\(places)f", $0) } ?? "none"
    holds = found == printed
  }

  init(_ name: String, asked: String, found: String, holds: Bool) {
    self.name = name
    self.asked = asked
    self.found = found
    self.holds = holds
  }

  var line: String {
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(1, width - text.count))
    }
    return padded(holds ? "ok" : "MISSED", 8) + padded(name, 60) + padded(asked, 22) + found
  }
}
