import ArgumentParser
import Assessment
import CellData
import DeclaredText
import Equipment
import Instruments

/// `denchi equipment check`: whether a profile can be used.
struct EquipmentCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check a profile, and show what it would read.",
    discussion: """
      Every fault is told with its line and key; the exit code is then 3. No device is needed.

      EXAMPLE
        denchi equipment check our-tester.json
      """)

  @Argument(help: "The profile (`denchi schema profile`).")
  var profile: String

  @Flag(help: "Print the outcome as JSON.")
  var json = false

  private struct Outcome: Encodable {
    var path: String
    var name: String?
    var faults: [Fault]
    var values: [String: String]
    var reads: [String]

    struct Fault: Encodable {
      var line: Int
      var message: String
    }
  }

  func run() throws {
    let bytes: [UInt8]
    do {
      bytes = try EquipmentCatalogue.bytes(ofFile: profile)
    } catch {
      throw Failure(.badInput, "\(error)")
    }
    var faults: [DeclaredTextError] = []
    var found: Profile?
    do throws(DeclaredTextError) {
      (found, faults) = try Profile.check(json: bytes, path: profile)
    } catch {
      faults = [error]
    }
    try tell(found, faults)
    if !faults.isEmpty { throw ExitCode(Failure.Code.badInput.rawValue) }
  }

  private func tell(_ found: Profile?, _ faults: [DeclaredTextError]) throws {
    let values = found.map { profile in
      profile.values.map { (ProfileQuantity.name(of: $0.quantity), profile.how(of: $0)) }
    }
    let reads = faults.isEmpty ? found.map(Self.reads) ?? [] : []
    if json {
      let outcome = Outcome(
        path: profile, name: found?.name,
        faults: faults.map { Outcome.Fault(line: $0.line, message: $0.message) },
        values: Dictionary(values ?? [], uniquingKeysWith: { first, _ in first }), reads: reads)
      try Terminal.put(try JSONText.bytes(of: outcome) + [0x0A])
      return
    }
    for fault in faults { Terminal.tell("\(fault)") }
    guard faults.isEmpty, let found else { return }
    try Terminal.put("\(profile): good. \(found.name), \(found.title)\n")
    for (quantity, how) in values ?? [] { try Terminal.put("  \(quantity): \(how)\n") }
    try Terminal.put("One reading asks for:\n")
    for read in reads { try Terminal.put("  \(read)\n") }
  }

  /// What one reading of the usual inputs sends.
  private static func reads(of profile: Profile) -> [String] {
    switch profile.language {
    case .text(let text): return text.requests.map(\.ask)
    case .modbus(let registers):
      let plan = RegisterPlan(
        registers, inputCount: profile.inputs.count, stride: profile.inputs.stride, unit: 1)
      return plan.reads.map { request in
        let last = Int(request.address) + request.count - 1
        let spare = request.spare > 0 ? ", up to \(request.spare) more" : ""
        return "\(request.table.rawValue) \(request.address)…\(last)\(spare)"
      }
    }
  }
}
