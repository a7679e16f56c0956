import Foundation
import VirtualBench

/// Commands on standard input for a bench that is served; each is answered on standard output.
final class ControlLines: Sendable {
  private let server: BenchServer
  private let ending: ServeEnding

  init(_ server: BenchServer, ending: ServeEnding) {
    self.server = server
    self.ending = ending
  }

  /// Reads in a thread of its own until the input ends; the end of the input ends nothing else.
  func start() {
    let thread = Thread { [self] in
      while let line = readLine() { obey(line.trimmingCharacters(in: .whitespaces)) }
    }
    thread.start()
  }

  private func obey(_ line: String) {
    guard !line.isEmpty else { return }
    guard line != "quit" else { return ending.wish() }
    do {
      let fault = try Fault(command: line)
      try server.checkNames(of: fault)
      server.inject(fault)
      try Terminal.put("ok\n")
    } catch let error as Fault.CommandError {
      try? Terminal.put("error: \(error.description)\n")
    } catch {
      // Nobody reads the answers any more; the commands still count.
    }
  }
}
