extension Cell {
  /// What one of the cell's files was measured at, as a person declares it.
  public struct FileConditions: Sendable, Equatable {
    /// The file's name, or that of one spectrum in it (`name#2`).
    public var name: String
    /// The cell's age, in ``ageUnit``.
    public var age: DeclaredNumber?
    public var ageUnit: AgeUnit?
    public var stateOfCharge: DeclaredNumber?
    public var temperature: DeclaredNumber?
    /// The cell's capacity at that age, in Ah.
    public var capacity: DeclaredNumber?

    public init(name: String) { self.name = name }
  }
}

/// What an age counts.
public enum AgeUnit: String, Sendable, CaseIterable {
  /// Cycles of the cell's life.
  case cycle
  case day
  /// Something that counts up with age and is not further known.
  case index
}

extension [Cell.FileConditions] {
  /// What is declared for a spectrum, by its own name or by that of its file, `name` of `name#2`.
  public func conditions(of spectrum: String) -> Cell.FileConditions? {
    let file = spectrum.lastIndex(of: "#").map { String(spectrum[..<$0]) } ?? spectrum
    return first { $0.name == spectrum } ?? first { $0.name == file }
  }
}
