/// A series of numbers in one unit, one for each sample of a run.
///
/// A missing value is a NaN. Kernels read it through `values.span`.
public struct Column<U: Unit>: Hashable, Sendable {
  public var values: [Double]

  @inlinable
  public init(_ values: [Double]) { self.values = values }

  @inlinable
  public var count: Int { values.count }

  @inlinable
  public var isEmpty: Bool { values.isEmpty }

  @inlinable
  public subscript(index: Int) -> Quantity<U> { Quantity(values[index]) }
}
