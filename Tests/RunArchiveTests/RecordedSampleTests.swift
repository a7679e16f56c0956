import CellData
import Testing

struct RecordedSampleTests {
  @Test func `the time of a sample is the middle between request and answer`() {
    let sample = RecordedSample(
      slot: 0, requestTime: 1_000_000_000, answerTime: 2_000_000_000, values: [3.7, 1])
    #expect(sample.time == 1.5)
  }
}
