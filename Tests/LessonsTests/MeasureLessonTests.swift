import CellAnalysis
import CellData
import Figures
import Testing
import VirtualBench

@testable import Lessons

struct MeasureLessonTests {
  private let lesson = MeasureLesson()

  /// The bench of a part, asked reading after reading, without lines and archive in between.
  private func measured(
    _ part: MeasuredPart, _ setting: MeasurementSetting, seed: UInt64 = 1
  ) throws -> MeasuredRun {
    let plan = setting.bench(part, seed: seed)
    let declared = try #require(plan.lines.first?.instruments.first?.channels.first)
    var channel = VirtualChannel(
      declared.cell, in: declared.meters, plan: declared.plan, interval: plan.interval,
      seed: declared.seed)
    var (time, voltage, current) = ([Double](), [Double](), [Double]())
    while !channel.isDone {
      channel.advance(toTick: channel.tick + 1)
      let reading = channel.reading
      time.append(reading.time.value)
      voltage.append(reading.voltage)
      current.append(reading.current)
    }
    var analysis = RunAnalysis(MeasurementSetting.analysis)
    analysis.consume(RunChunk(columns: [.time: time, .voltage: voltage, .current: current]))
    return MeasuredRun(part: part, findings: analysis.finish(), samples: time.count, missing: 0)
  }

  private func answer(
    _ values: [String: Double], isSeen: Bool, seed: UInt64 = 1
  ) throws -> LessonAnswer {
    let setting = lesson.setting(values)
    var asked = LessonQuestion(values: values, guess: 2.4, isSeen: isSeen)
    asked.measured = try MeasuredPart.allCases.map { try measured($0, setting, seed: seed) }
    return lesson.answer(asked, in: .en)
  }

  private func number(_ id: String, of answer: LessonAnswer) throws -> Double {
    try #require(answer.numbers.first { $0.id == id }?.value)
  }

  @Test func `E0 and r are those of the cell at the compared depth`() throws {
    let found = try answer(["set": 1], isSeen: true)
    let slow = try number("capacity-0.2C", of: found)
    // What the slowest discharge took out is counted from where the charge ended, just below full.
    let left = 1 - 0.5 * slow / RateCell.parameters.capacity.value
    let model = RateCell.parameters
    let r = model.steadyResistance(atStateOfCharge: left, temperature: Celsius(25)).value
    #expect(abs(try number("r", of: found) / r - 1) < 0.02)
    #expect(abs(try number("E0", of: found) - model.openCircuitVoltage.value(at: left)) < 0.003)
  }

  @Test func `two wires raise r by the leads`() throws {
    let four = try number("r", of: answer(["set": 2, "wires": 4], isSeen: true))
    let two = try number("r", of: answer(["set": 2, "wires": 2], isSeen: true))
    #expect(abs(two - four - MeasurementSetting.leads.value) < 0.002)
  }

  @Test func `the interval holds what is measured for nearly every seed`() throws {
    let setting = lesson.setting(["set": 2, "target": 1.5])
    var inside = 0
    for seed in 1...10 {
      let runs = try MeasuredPart.allCases.map {
        try measured($0, setting, seed: UInt64(seed) &* 7919)
      }
      let rates = try #require(
        MeasuredRates(runs, target: Amperes(1.5 * RateCell.ratedCapacity.value)))
      guard case .predicted(_, let interval?)? = rates.prediction?.outcome else { continue }
      if interval.contains(try #require(rates.foretold).capacity) { inside += 1 }
    }
    #expect(inside >= 9)
  }

  @Test func `nothing of the foretold current is shown before the prediction`() throws {
    let before = try answer(["set": 1], isSeen: false)
    #expect(before.numbers.isEmpty)
    #expect(!before.sentence.contains("foretold"))
    #expect(before.figure != nil)
    let after = try answer(["set": 1], isSeen: true)
    let difference = try number("difference", of: after)
    #expect(abs(difference - (try number("capacity", of: after) - 2.4)) < 1e-12)
  }

  @Test func `without a recording there is no number`() {
    let found = lesson.answer(LessonQuestion(values: ["set": 1]), in: .ja)
    #expect(found.numbers.isEmpty && found.figure == nil)
    #expect(found.sentence == "まだ何も測っていない。")
  }
}
