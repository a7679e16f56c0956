import CellData
import Equipment
import Foundation
import Instruments
import RunArchive

/// Hands what devices, profiles and archives may hold to libFuzzer, whose options stand on the
/// command line.
@main
enum FuzzRecording {
  static func main() {
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
    exit(runFuzzer(&count, &arguments, fuzzOneInput))
  }
}

/// libFuzzer's own entry, which the sanitizer's runtime brings.
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// What is under test, named by `DENCHI_FUZZ`.
private enum Target: String {
  /// Text that devices answer, for all profiles that speak text.
  case answers
  /// Frames that devices send, for all drivers in code.
  case frames
  /// Registers that devices hold, for all profiles that speak Modbus.
  case registers
  /// A profile from a stranger; one that is taken is also used.
  case profiles
  /// An archive from a stranger.
  case archives
}

private let target =
  Target(rawValue: ProcessInfo.processInfo.environment["DENCHI_FUZZ"] ?? "") ?? .answers

private func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = Array(UnsafeBufferPointer(start: data, count: data == nil ? 0 : count))
  guard let choice = input.first.map(Int.init) else { return -1 }
  let rest = Array(input.dropFirst())
  switch target {
  case .answers: converse(textual[choice % textual.count], rest)
  case .frames: converse(framed[choice % framed.count], rest)
  case .registers: converse(registered[choice % registered.count], rest)
  case .profiles: return take(profile: input) ? 0 : -1
  case .archives: return look(at: input) ? 0 : -1
  }
  return 0
}

// MARK: Devices

private let textual = EquipmentCatalogue.all.filter { $0.profile.map(\.isText) ?? false }
private let framed = EquipmentCatalogue.all.filter { $0.profile == nil }
private let registered = EquipmentCatalogue.all.filter { !($0.profile.map(\.isText) ?? true) }

extension Profile {
  fileprivate var isText: Bool {
    if case .text = language { true } else { false }
  }
}

/// Asks a device that answers with the input who it is and, if it says so in one of three times,
/// what it measures: no driver is read before it is identified.
private func converse(_ equipment: Equipment, _ bytes: [UInt8]) {
  let clock = ManualTime(sleepingMovesTime: true)
  let isModbus = equipment.profile.map { !$0.isText } ?? false
  let way: Equipment.Way =
    isModbus ? .registers(FuzzedBank(bytes, clock)) : .bytes(FuzzedLine(bytes, clock))
  guard let driver = try? equipment.instrument(on: way, clock: clock) else { return }
  let isKnown = (0..<3).contains { _ in
    (try? driver.identify(by: clock.now.advanced(byNanoseconds: .seconds(5)))) != nil
  }
  guard isKnown else { return }
  for _ in 0..<4 {
    let began = clock.now
    let deadline = began.advanced(byNanoseconds: .seconds(1))
    if let readings = try? driver.read(by: deadline) {
      precondition(readings.count == driver.inputCount, "an input was lost")
      for case .reading(let reading) in readings {
        precondition(reading.values.count == driver.quantities.count, "a value was lost")
        precondition(
          reading.values.allSatisfy { !$0.isInfinite && abs($0) < 9e37 }, "a mark became a value")
      }
    }
    precondition(
      deadline.nanoseconds(to: clock.now) < .milliseconds(200), "a deadline was stretched")
  }
}

/// A line at whose other end the input is, in pieces.
private final class FuzzedLine: Line {
  private var bytes: ArraySlice<UInt8>
  private let clock: ManualTime
  let isOpen = true

  init(_ bytes: [UInt8], _ clock: ManualTime) {
    self.bytes = bytes[...]
    self.clock = clock
  }

  func open(by deadline: MonotonicTime) {}
  func close() {}
  func discardInput() {}
  func send(_ bytes: [UInt8], by deadline: MonotonicTime) {}

  func receive(
    upTo limit: Int, by deadline: MonotonicTime
  ) throws(InstrumentError) -> [UInt8] {
    // A byte of 255 is a pause: what follows belongs to the next question.
    guard limit > 0, let first = bytes.first, first != 255 else {
      bytes = bytes.dropFirst()
      clock.sleep(until: deadline)
      throw .noAnswer
    }
    clock.advance(byNanoseconds: .milliseconds(1))
    let piece = bytes.prefix(min(limit, 1 + Int(first) % 7)).prefix { $0 != 255 }
    bytes = bytes.dropFirst(piece.count)
    return Array(piece)
  }
}

/// Registers that hold the input, again and again; some requests fail.
private final class FuzzedBank: RegisterBank {
  private let bytes: [UInt8]
  private var at = 0
  private let clock: ManualTime
  let isOpen = true

  init(_ bytes: [UInt8], _ clock: ManualTime) {
    self.bytes = bytes.isEmpty ? [0] : bytes
    self.clock = clock
  }

  func open(by deadline: MonotonicTime) {}
  func close() {}
  func discardInput() {}

  func read(
    _ request: RegisterRequest, by deadline: MonotonicTime
  ) throws(InstrumentError) -> [UInt16] {
    clock.advance(byNanoseconds: .milliseconds(1))
    switch next() {
    case 0: throw .noAnswer
    case 1: throw .badAnswer("fuzzed")
    case 2: throw .refused("fuzzed")
    default: break
    }
    return (0..<request.count).map { _ in UInt16(next()) << 8 | UInt16(next()) }
  }

  private func next() -> UInt8 {
    defer { at = (at + 1) % bytes.count }
    return bytes[at]
  }
}

// MARK: Files

private let name = "fuzzed.profile.json"

private func take(profile bytes: [UInt8]) -> Bool {
  do throws(EquipmentError) {
    let path = "/dev/shm/denchi-\(getpid())-\(name)"
    guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else { return true }
    let equipment = try EquipmentCatalogue.equipment(named: path)
    converse(equipment, bytes)
    return true
  } catch {
    precondition("\(error)".contains(name), "an error that does not name the file")
    return !bytes.isEmpty
  }
}

private let archivePath = "/dev/shm/denchi-\(getpid())-fuzzed.denchi"

/// What is read of it is whole, or an error names the file.
private func look(at bytes: [UInt8]) -> Bool {
  guard FileManager.default.createFile(atPath: archivePath, contents: Data(bytes)) else {
    return true
  }
  _ = try? ArchiveAudit(path: archivePath)
  do throws(ArchiveError) {
    let archive = try ArchiveReader(path: archivePath)
    for run in try archive.runs() {
      _ = try? archive.salvage(run) { _ in }
      let columns = archive.columns(of: run)
      var chunk = RunChunk()
      var samples = 0
      while try columns.read(into: &chunk) { samples += chunk.count }
      precondition(samples == run.samples, "samples were lost without a word")
      _ = try archive.gaps(of: run)
      _ = try archive.events(of: run)
      _ = try archive.digest(of: run, recomputing: true)
    }
  } catch {
    precondition("\(error)".contains("fuzzed.denchi"), "an error that does not name the file")
  }
  return true
}
