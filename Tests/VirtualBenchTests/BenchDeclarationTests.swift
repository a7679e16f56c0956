import CellData
import DeclaredText
import Testing

@testable import VirtualBench

struct BenchDeclarationTests {
  private static func bench(
    channel: String = #"{"name":"c","cell":"cylindrical-21700","procedure":"rate"}"#,
    rest: String = ""
  ) throws -> BenchPlan {
    let text = """
      {"lines": [{"name": "l", "protocol": "modbus-tcp", "instruments": [
        {"equipment": "denchi-rack", "channels": [\(channel)]}]}]\(rest)}
      """
    return try BenchPlan(json: Array(text.utf8), path: "b.json")
  }

  private static func message(_ work: () throws -> BenchPlan) -> String {
    do {
      _ = try work()
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test func `every built-in bench can be read`() throws {
    for bench in BuiltInBench.all {
      let plan = try BenchPlan(json: bench.text, path: bench.name)
      #expect(plan.name == bench.name)
    }
  }

  @Test func `what is left out has the documented value`() throws {
    let plan = try Self.bench()
    #expect(plan.pace == .running(speed: 1))
    #expect(plan.interval == Seconds(0.01))
    #expect(plan.start == .firstReading)
    #expect(plan.lines[0].way == .modbusTCP(host: "127.0.0.1", port: 0))
    #expect(plan.lines[0].instruments[0].unit == 1)
  }

  @Test func `a count makes as many channels, each with its own name and seed`() throws {
    let channel = #"{"name":"c","cell":"pouch-ncm","procedure":"rest","count":3,"seed":10}"#
    let channels = try Self.bench(channel: channel).lines[0].instruments[0].channels
    #expect(channels.map(\.name) == ["c-1", "c-2", "c-3"])
    #expect(channels.map(\.seed) == [10, 11, 12])
  }

  @Test func `a cell of one's own is what was written`() throws {
    let plan = try Self.bench(
      channel: #"{"name":"c","cell":"own","procedure":"p","meters":"ideal"}"#,
      rest: """
        , "cells": {"own": {"capacity_Ah": 2, "ratedCapacity_Ah": 1.9, "window_V": [3, 4.1],
          "openCircuitVoltage_V": [[0, 3], [1, 4.2]], "seriesResistance_ohm": 0.05,
          "pairs": [{"resistance_ohm": 0.01, "timeConstant_s": 30}],
          "diffusion": {"resistance_ohm": 0.02, "timeConstant_s": 600, "terms": 2},
          "thermal": {"heatCapacity_J_per_K": 40, "heatTransfer_W_per_K": 0.1},
          "stateOfCharge": 0.4, "age": {"capacityFactor": 0.9}}},
        "procedures": {"p": {"steps": [{"discharge_C": 2, "untilVoltage_V": 3.1},
          {"rest_s": 60}, {"hold_V": 4, "untilCurrent_A": 0.1, "cycle": 2}], "forever": true}}
        """)
    let channel = plan.lines[0].instruments[0].channels[0]
    #expect(channel.cell.stateOfCharge == 0.4)
    #expect(abs(channel.cell.capacity.value - 1.8) < 1e-12)
    #expect(channel.cell.parameters.pairs.count == 3)
    // A long current meets 0.05 + 0.01 + 0.02 ohm.
    let resistance = channel.cell.parameters.steadyResistance(
      atStateOfCharge: 0.5, temperature: Celsius(25))
    #expect(abs(resistance.value - 0.08) < 1e-12)
    let steps = channel.plan.procedure.steps
    #expect(steps[0].drive == .constantCurrent(Amperes(-3.8)))
    #expect(steps[0].ends == [.voltageAtMost(Volts(3.1))])
    #expect(steps[2].cycle == 2)
    #expect(channel.plan.rounds == nil)
    #expect(channel.meters == .ideal)
  }

  @Test(arguments: [
    (#", "sped": 2"#, "did you mean “speed”?"),
    (#", "speed": 0"#, "“speed”: found 0, expected 0.01 to 100000, or “stepped”"),
    (#", "speed": "fast""#, "expected 0.01 to 100000, or “stepped”"),
    (#", "interval_s": -1"#, "“interval_s”"),
    (#", "faults": [{"fault": "fire", "chance": 1}]"#, "expected one of late, duplicate"),
    (#", "faults": [{"fault": "late"}]"#, "expected one of chance, atAnswer, at_s"),
    (#", "faults": [{"fault": "late", "chance": 1, "line": "x"}]"#, "the line “x”"),
    (#", "cells": {"a": {"like": "lemon"}}"#, "one of cylindrical-21700, pouch-ncm"),
    (#", "cells": {"a": {"capacity_Ah": 1}}"#, "openCircuitVoltage_V"),
    (#", "procedures": {"p": {"steps": [{"charge_A": 1}]}}"#, "an end: untilVoltage_V"),
    (#", "procedures": {"p": {"steps": [{"charge_A": 1, "hold_V": 4}]}}"#, "found 2 drives"),
    (#", "schema": "urn:denchi:bench:1""#, "urn:denchi:virtual-bench:1"),
  ])
  func `a mistake is named with its place`(_ rest: String, _ expected: String) {
    let message = Self.message { try Self.bench(rest: rest) }
    #expect(message.contains(expected), "\(message)")
    #expect(message.hasPrefix("b.json, line 2:"), "\(message)")
  }

  @Test func `names that stand twice or for nothing are refused`() {
    let channel = #"{"name":"c","cell":"pouch-ncm","procedure":"rest"}"#
    #expect(
      Self.message { try Self.bench(channel: "\(channel),\(channel)") }.contains("“c” twice"))
    let unknown = #"{"name":"c","cell":"pouch","procedure":"rest"}"#
    #expect(
      Self.message { try Self.bench(channel: unknown) }.contains("“lines[0].instruments[0]"))
  }
}
