import CellData

/// Consecutive clean samples: finite, in range, with a clock that never runs back.
struct SampleBlock {
  let chunk: RunChunk
  /// The record number of each sample; nil where they simply count up from the chunk's first.
  let records: [Int]?
  /// Indices whose interval from the sample before must not be integrated, ascending.
  let breaks: [Int]

  init(_ chunk: RunChunk, records: [Int]? = nil, breaks: [Int] = []) {
    self.chunk = chunk
    self.records = records
    self.breaks = breaks
  }

  var count: Int { chunk.count }

  func record(_ index: Int) -> Int { records?[index] ?? chunk.firstRecord + index }
}

/// One sample with all that the segmenter looks at.
struct Sample: Equatable {
  var record: Int
  var time: Double
  var voltage: Double
  var current: Double
  var step: Double

  init(_ block: SampleBlock, _ index: Int) {
    record = block.record(index)
    time = block.chunk[.time][index]
    voltage = block.chunk[.voltage][index]
    current = block.chunk[.current][index]
    step = block.chunk.has(.stepNumber) ? block.chunk[.stepNumber][index] : .nan
  }
}
