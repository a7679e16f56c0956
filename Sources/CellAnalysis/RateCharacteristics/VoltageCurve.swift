public import CellData

/// Voltage against charge moved, in bins that grow with the sweep so that memory stays bounded.
public struct VoltageCurve: Sendable, Equatable {
  public init() {}
}
