import CellData
import Testing
import VirtualBench

struct BDFTextTests {
  private let samples = RunChunk(columns: [
    .time: [0, 0.01, 1e-5], .voltage: [3.7, 3.6999, .nan], .current: [0, -0.0002, 15],
    .stepNumber: [1, 2, 2],
  ])

  @Test func `labels are those of the Battery Data Format`() {
    #expect(
      BDFText.csv(samples, spelling: .labels)
        == """
        Test Time / s,Voltage / V,Current / A,Step Count / 1
        0,3.7,0,1
        0.01,3.6999,-0.0002,2
        1e-05,,15,2

        """)
  }

  @Test func `machine names are those of the Battery Data Format`() {
    #expect(
      BDFText.csv(samples, spelling: .machineNames)
        .hasPrefix("test_time_second,voltage_volt,current_ampere,step_count\n"))
  }
}
