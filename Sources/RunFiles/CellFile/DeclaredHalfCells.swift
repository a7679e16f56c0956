import CellData
import DeclaredText

/// The key `halfCells` of `cell.json`.
extension CellDeclaration {
  static func halfCells(
    in cell: DeclaredObject
  ) throws(DeclarationError) -> Cell.HalfCellFiles? {
    guard let node = cell.node("halfCells") else { return nil }
    let object = try DeclaredObject(node, path: "halfCells", known: ["positive", "negative"])
    func file(_ key: String) throws(DeclarationError) -> String {
      guard let name = try object.text(key), !name.isEmpty, !name.contains("/") else {
        throw object.error(key, expected: "the name of a file beside cell.json")
      }
      return name
    }
    let files = Cell.HalfCellFiles(positive: try file("positive"), negative: try file("negative"))
    guard files.positive != files.negative else {
      throw object.error("negative", expected: "another file than that of the positive")
    }
    return files
  }
}
