import ArgumentParser
import CellData
import Dispatch
import Equipment
import Foundation
import VirtualBench

extension Simulate {
  /// `denchi simulate serve`: virtual equipment behind real protocols.
  struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Serve virtual equipment over Modbus, until a signal ends it.",
      discussion: """
        One line for each endpoint goes to standard output, with the connection as a bench file has \
        it. Ctrl-C or SIGTERM ends it.

        PROCEDURES
        \(BuiltInProcedure.allCases.map { "  \($0.rawValue)  \($0.summary)" }
          .joined(separator: "\n"))

        EXAMPLE
          denchi simulate serve --channels 4 --port 15020 --procedure rate --speed 1000
        """)

    @Option(help: "How many channels the equipment has.")
    var channels = 1

    @Option(help: "The TCP port; 0 takes a free one.")
    var port: UInt16 = 0

    @Option(help: "What is done with every cell.", transform: Self.procedure)
    var procedure = BuiltInProcedure.rate

    @Option(help: "Seconds of the cells in one real second, 0.01 to 100000.")
    var speed = 1.0

    @Option(
      name: .customLong("for"),
      help: ArgumentHelp("End after so many seconds.", valueName: "seconds"))
    var duration: Double?

    private static func procedure(_ name: String) throws -> BuiltInProcedure {
      guard let procedure = BuiltInProcedure(rawValue: name) else {
        let known = BuiltInProcedure.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("found “\(name)”, expected one of \(known).")
      }
      return procedure
    }

    func validate() throws {
      guard (1...1000).contains(channels) else {
        throw ValidationError("--channels: found \(channels), expected 1 to 1000.")
      }
      guard (0.01...100_000).contains(speed) else {
        throw ValidationError("--speed: found \(speed), expected 0.01 to 100000.")
      }
      if let duration, !(duration > 0) {
        throw ValidationError("--for: found \(duration), expected a number above 0.")
      }
    }

    func run() throws {
      let plan = BenchPlan.rack(
        channels: channels, procedure: procedure, pace: .running(speed: speed),
        start: .firstReading, port: port)
      let ending = EndSignals()
      let server: BenchServer
      do {
        server = try BenchServer(plan, equipment: EquipmentCatalogue.profile(named:))
      } catch {
        throw Failure(.equipment, "\(error)")
      }
      for endpoint in server.endpoints {
        try Terminal.put("\(endpoint.line)  \(endpoint.connection)\n")
      }
      ending.wait(atMost: duration)
      server.stop()
    }
  }
}

/// Waits for SIGINT or SIGTERM, which end nothing by themselves from now on.
final class EndSignals {
  private let bell = DispatchSemaphore(value: 0)
  private var sources: [any DispatchSourceSignal] = []

  init() {
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { [bell] in bell.signal() }
      source.resume()
      sources.append(source)
    }
  }

  func wait(atMost seconds: Double?) {
    guard let seconds else { return bell.wait() }
    _ = bell.wait(timeout: .now() + seconds)
  }
}
