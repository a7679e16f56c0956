import ArgumentParser
import Assessment
import CellData
import Foundation

/// `denchi plan`: what it takes to pass.
struct Plan: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say which instruments and how many cells a guarded pass needs.",
    discussion: """
      The limit is that of the pack for the casing and dimensions in cell.json. A cell at the target \
      passes if it keeps the expanded uncertainty (k = 2) from the limit; of several cells the mean \
      does, with 95 % confidence. The uncertainty is common to all cells and does not average out. \
      Instruments that cell.json declares are reckoned at nominal voltage and 0.2C.

      EXAMPLE
        denchi plan --pack jp-meti-2025 --target 660 --cell cell.json --spread 0.5
      """)

  @Option(help: "The rule pack, by name or file.")
  var pack: String

  @Option(help: "The energy density that is aimed at, in Wh/L.")
  var target: Double

  @Option(help: ArgumentHelp("Declares casing and dimensions.", valueName: "file"))
  var cell: String

  @Option(help: "Standard deviation among cells, in percent.")
  var spread = 0.0

  func validate() throws {
    guard target > 0, target.isFinite else { throw ValidationError("--target must be above 0.") }
    guard spread >= 0, spread.isFinite else {
      throw ValidationError("--spread must not be below 0.")
    }
  }

  func run() throws {
    let declared = try DeclaredCell(path: cell).cell
    guard let dimensions = declared.dimensions else {
      throw Failure(
        .badInput, "\(cell): dimensions_mm is missing; a plan needs the volume. Declare it.")
    }
    let rules = try PackChoice.pack(pack).rules
    let limits = rules.compactMap { rule -> Double? in
      guard case .limit(.volumetricEnergyDensity, _, let limit) = rule.test,
        declared.casing.map({ rule.scope.casings.contains($0) }) ?? false
      else { return nil }
      return limit.doubleValue
    }
    guard let limit = limits.first else {
      throw Failure(
        .badInput,
        "\(pack) has no limit of energy density for the casing "
          + "\(declared.casing?.rawValue ?? "(not declared)"); `denchi rules show` lists its limits."
      )
    }
    let lengths: [(length: Double, power: Double)] =
      switch dimensions.shape {
      case .cylinder(let diameter, let height):
        [(diameter.quantity.value, 2), (height.quantity.value, 1)]
      case .prism(let width, let height, let thickness):
        [width, height, thickness].map { ($0.quantity.value, 1) }
      }
    let plan = ClaimPlan(
      limit: limit, target: target, unit: "Wh/L", lengths: lengths, spread: spread,
      declared: PlannedBudget(of: declared, target: target).relativeUncertainty)
    Terminal.tell(plan.text.en)
    Terminal.tell(plan.text.ja)
    try Terminal.put(try JSONText.bytes(of: plan) + [0x0A])
  }
}
