import ArgumentParser
import CellData
import DeclaredText
import Equipment
import Foundation
import Instruments
import RunFiles
import VirtualBench

extension Simulate {
  /// `denchi simulate serve`: virtual equipment behind real protocols.
  struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Serve virtual equipment over Modbus, text and frames, until a signal ends it.",
      discussion: """
        A bench is a file (denchi schema virtual-bench), a built-in one by its name, or, where none \
        is named, one piece of equipment by the options. One line for each endpoint goes to \
        standard output: its name and its connection, as a bench file for the recorder has it. \
        Ctrl-C or SIGTERM ends it.

        With --control, lines on standard input make things go wrong, such as \
        `unplug line=rack for_s=2`, `late for_s=0.4`, `sentinel channel=rate for_s=1`, or `quit`.

        EXAMPLES
          denchi simulate serve demo --port 15020 --bench-out bench.json
          denchi simulate serve virtual-bench.json --truth truth.csv --for 60
          denchi simulate serve --channels 4 --port 15020 --procedure rate --speed 1000
          denchi simulate serve --equipment maynuo-m97 --protocol modbus-rtu --link /tmp/load
        """)

    @Argument(help: "The file of a bench, or the name of a built-in one.")
    var bench: String?

    @OptionGroup(title: "One piece of equipment") var single: SingleEquipment

    @Option(help: "The TCP port of the first line on the network; 0 takes a free one.")
    var port: UInt16?

    @Option(help: "Seconds of the cells in one real second, or “stepped”: by each reading.")
    var speed: String?

    @Option(
      name: .customLong("for"),
      help: ArgumentHelp("End after so many seconds.", valueName: "seconds"))
    var duration: Double?

    @Flag(help: "End when every channel has carried its procedure out.")
    var untilDone = false

    @OptionGroup(title: "Output") var output: ServeOutput

    @Flag(help: "Take commands for faults from standard input.")
    var control = false

    func validate() throws {
      if let duration, !(duration > 0) {
        throw ValidationError("--for: found \(duration), expected a number above 0.")
      }
      _ = try pace()
      try output.validate()
      guard bench != nil, let given = single.given else { return }
      throw ValidationError("\(given) describes equipment without a bench; the bench says it.")
    }

    func run() throws {
      let plan = try self.plan()
      StopSignal.install()
      let ending = ServeEnding()
      let untilDone = untilDone
      let equipment = try Self.profiles(for: plan)
      let server: BenchServer
      do {
        server = try BenchServer(
          plan, equipment: equipment, truth: output.truthFiles
        ) { news in
          switch news {
          case .reopened(let endpoint):
            Terminal.tell("\(endpoint.line) is there again: \(endpoint.connection)")
          case .done: if untilDone { ending.wish() }
          }
        }
      } catch {
        throw Failure(.equipment, "\(error)")
      }
      defer { server.stop() }
      try output.announce(server, equipment: equipment)
      if control { ControlLines(server, ending: ending).start() }
      ending.wait(atMost: duration)
    }

    /// The profiles that a bench asks for: built in, or files of one's own.
    private static func profiles(for plan: BenchPlan) throws -> EquipmentLookUp {
      var own: [String: Profile] = [:]
      for name in plan.lines.flatMap(\.instruments).map(\.equipment) where name.hasSuffix(".json") {
        do {
          own[name] = try EquipmentCatalogue.equipment(named: name).profile
        } catch {
          throw Failure(.badInput, "\(error)")
        }
      }
      return { [own] name in own[name] ?? EquipmentCatalogue.profile(named: name) }
    }

    private func pace() throws -> BenchPlan.Pace? {
      guard let speed else { return nil }
      if speed == "stepped" { return .stepped }
      guard let number = Double(speed), (0.01...100_000).contains(number) else {
        throw ValidationError("--speed: found “\(speed)”, expected 0.01 to 100000, or “stepped”.")
      }
      return .running(speed: number)
    }

    private func plan() throws -> BenchPlan {
      guard let bench else { return try single.plan(port: port ?? 0, pace: try pace()) }
      var plan = try Self.declared(bench)
      if let pace = try pace() { plan.pace = pace }
      guard let port else { return plan }
      let place = plan.lines.firstIndex { line in
        if case .modbusTCP = line.way { true } else { false }
      }
      guard let place, case .modbusTCP(let host, _) = plan.lines[place].way else {
        throw Failure(.usage, "--port: \(bench) has no line with Modbus TCP.")
      }
      plan.lines[place].way = .modbusTCP(host: host, port: port)
      return plan
    }

    private static func declared(_ name: String) throws -> BenchPlan {
      let bytes: [UInt8]
      if let builtIn = BuiltInBench.named(name) {
        bytes = builtIn.text
      } else if let data = FileManager.default.contents(atPath: name) {
        bytes = Array(data)
      } else {
        let known = BuiltInBench.all.map(\.name).joined(separator: ", ")
        throw Failure(
          .badInput, "\(name): no such file, and no built-in bench of that name (\(known)).")
      }
      do {
        return try BenchPlan(json: bytes, path: name)
      } catch {
        throw Failure(.badInput, "\(error)")
      }
    }
  }
}

/// Equipment that is described by options alone.
struct SingleEquipment: ParsableArguments {
  @Option(help: "The equipment by its name (denchi simulate list); denchi-rack if missing.")
  var equipment: String?

  @Option(help: "modbus-tcp, modbus-rtu, tcp or serial; modbus-tcp if missing.")
  var `protocol`: String?

  @Option(help: "A symbolic link to the pseudo-terminal of modbus-rtu and serial.")
  var link: String?

  @Option(help: "How many channels the equipment has; 1 if missing.")
  var channels: Int?

  @Option(help: "What is done with every cell (denchi simulate list); rate if missing.")
  var procedure: String?

  /// The first option that is given.
  var given: String? {
    if equipment != nil { return "--equipment" }
    if `protocol` != nil { return "--protocol" }
    if link != nil { return "--link" }
    if channels != nil { return "--channels" }
    return procedure == nil ? nil : "--procedure"
  }

  func validate() throws {
    if let channels, !(1...1000).contains(channels) {
      throw ValidationError("--channels: found \(channels), expected 1 to 1000.")
    }
    _ = try builtInProcedure()
    _ = try way(port: 0)
  }

  func plan(port: UInt16, pace: BenchPlan.Pace?) throws -> BenchPlan {
    let pace = pace ?? .running(speed: 1)
    return BenchPlan.single(
      equipment ?? "denchi-rack", way: try way(port: port), channels: channels ?? 1,
      procedure: try builtInProcedure(), pace: pace,
      interval: pace == .stepped ? Seconds(1) : Seconds(0.01))
  }

  private func builtInProcedure() throws -> BuiltInProcedure {
    guard let procedure else { return .rate }
    guard let known = BuiltInProcedure(rawValue: procedure) else {
      let all = BuiltInProcedure.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--procedure: found “\(procedure)”, expected one of \(all).")
    }
    return known
  }

  private func way(port: UInt16) throws -> BenchPlan.Way {
    let terminal = BenchPlan.Terminal(link: link)
    switch `protocol` ?? "modbus-tcp" {
    case "modbus-tcp": return .modbusTCP(host: "127.0.0.1", port: port)
    case "modbus-rtu": return .modbusRTU(terminal)
    case "tcp": return .textTCP(host: "127.0.0.1", port: port)
    case "serial": return .serial(terminal)
    case let other:
      throw ValidationError(
        "--protocol: found “\(other)”, expected modbus-tcp, modbus-rtu, tcp or serial.")
    }
  }
}

/// What a served bench tells, and where to.
struct ServeOutput: ParsableArguments {
  @Flag(help: "One JSON object a line for each endpoint.")
  var json = false

  @Option(help: ArgumentHelp("Write a bench file for the recorder.", valueName: "file"))
  var benchOut: String?

  @Option(help: ArgumentHelp("The archive that the bench file names.", valueName: "file"))
  var archive: String?

  @Option(help: ArgumentHelp("The cell.json that the bench file names.", valueName: "file"))
  var cell: String?

  @Option(help: "The distance of two samples in the bench file, in real seconds.")
  var period = 0.1

  @Option(help: ArgumentHelp("Write each served reading, as CSV.", valueName: "file"))
  var truth: String?

  @Option(help: ArgumentHelp("Write what really flowed in each step, as CSV.", valueName: "file"))
  var truthSteps: String?

  var truthFiles: TruthFiles { TruthFiles(answers: truth, steps: truthSteps) }

  func validate() throws {
    guard (0.001...3600).contains(period) else {
      throw ValidationError("--period: found \(period), expected 0.001 to 3600.")
    }
  }

  func announce(_ server: BenchServer, equipment: EquipmentLookUp) throws {
    if let benchOut {
      let text = server.benchFile(
        archive: archive, period: period, cell: cell, equipment: equipment)
      do {
        try WholeFile.write(Array(text.utf8), to: benchOut)
      } catch {
        throw Failure(.unwritable, "\(error)")
      }
      if case .running(let speed) = server.plan.pace, speed != 1,
        server.recordingClock(equipment: equipment) == .recorder
      {
        Terminal.tell(
          "Not all of this equipment has a time of its own: what is recorded of it takes \(speed) "
            + "times less time than its cells lived.")
      }
    }
    for endpoint in server.endpoints {
      try Terminal.put(json ? endpoint.json : "\(endpoint.line)  \(endpoint.connection)\n")
    }
  }
}
