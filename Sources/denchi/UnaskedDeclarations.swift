import Assessment
import CellData

/// Declarations under names that no rule asks for: often a slip of the pen that decides nothing.
struct UnaskedDeclarations {
  let names: [String]

  /// - Parameters:
  ///   - cell: what was declared.
  ///   - packs: the packs that judge; a name that another shipped pack asks for is no slip.
  init(in cell: Cell?, packs: [RulePack]) {
    let asked = (packs + RulePacks.all).reduce(into: Set<String>()) { $0.formUnion($1.asks) }
      .union(PassportValue.allKeys.map { "values.\($0)" })
    let declared =
      (cell?.declarations.keys.map { "declarations.\($0)" } ?? [])
      + (cell?.values.keys.map { "values.\($0)" } ?? [])
      + (cell?.planCovers.filter { $0 != "cells" }.map { "planCovers.\($0)" } ?? [])
    names = declared.filter { !asked.contains($0) }.sorted()
  }

  /// Says so to the person at the terminal.
  func tell(of file: String?) {
    guard !names.isEmpty else { return }
    Terminal.tell(
      "\(file ?? "cell.json"): no rule asks for \(names.joined(separator: ", ")); "
        + "`denchi rules show PACK` lists the names.")
  }
}
