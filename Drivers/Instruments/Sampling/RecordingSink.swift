public import CellData

/// Where samples, gaps and events go from the threads of the buses.
///
/// Called on those threads; it must return at once, whatever the archive behind it is doing.
public protocol RecordingSink: Sendable {
  /// Takes what runs gained, each batch in the order of its slots.
  func accept(_ batches: [RecordedBatch])
}
