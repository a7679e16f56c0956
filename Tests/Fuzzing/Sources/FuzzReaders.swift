import CellData
import Foundation
import RunFiles

/// Hands the readers to libFuzzer, whose options stand on the command line.
@main
enum FuzzReaders {
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

/// What the fuzzer calls with each input.
///
/// The reader under test is named by `DENCHI_FUZZ`; an input that another reader would take is
/// turned away, so that each target stays with its own format. Read or refused with a message that
/// names the file: nothing else may happen.
private func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = Array(UnsafeBufferPointer(start: data, count: data == nil ? 0 : count))
  guard let bytes = target.file(from: input) else { return -1 }
  let start = processorSeconds()
  do throws(RunFileError) {
    switch target {
    case .spectra: readSpectra(bytes)
    case .cycles: try readCycles(bytes)
    default: try readRun(bytes)
    }
  } catch {
    precondition(error.description.contains(name), "an error that does not name the file")
  }
  let seconds = processorSeconds() - start
  precondition(seconds < 1, "a hang: \(seconds) s of the processor")
  return 0
}

/// What this process had of the processor so far, in s.
///
/// The clock on the wall would blame an input for what else the computer does.
private func processorSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

private let name = "fuzzed-file"
private let target =
  FuzzTarget(
    rawValue: ProcessInfo.processInfo.environment["DENCHI_FUZZ"] ?? "text") ?? .text

private func readRun(_ bytes: [UInt8]) throws(RunFileError) {
  var options = ReadOptions()
  options.readsAuxiliary = true
  let reader = try RunFile.open(bytes: bytes, path: name, options: options)
  var layout = BDFLayout(reader.description)
  var chunk = RunChunk()
  var records = 0
  while try reader.read(into: &chunk) {
    precondition(chunk.firstRecord == records + 1, "records were lost")
    for source in reader.description.channels {
      precondition(chunk[source.channel].count == chunk.count, "columns of unequal length")
    }
    precondition(
      chunk.auxiliary.count == reader.description.auxiliary.count, "an auxiliary column was lost")
    layout.look(at: chunk)
    records += chunk.count
  }
  precondition(reader.digest.bytes == bytes.count, "bytes were not counted")
}

/// Spectra and tables of cycles are read from files alone.
private let path = "/dev/shm/denchi-\(getpid())-\(name)"

private func readCycles(_ bytes: [UInt8]) throws(RunFileError) {
  guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else { return }
  _ = CycleTableFile.isCycleTable(path: path)
  let reading = try CycleTableFile.read(path: path)
  precondition(reading.digest.bytes == bytes.count, "bytes were not counted")
}

private func readSpectra(_ bytes: [UInt8]) {
  guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else { return }
  _ = SpectrumFile.isSpectrum(path: path)
  do throws(SpectrumFileError) {
    let reading = try SpectrumFile.read(path: path)
    precondition(!reading.spectra.isEmpty, "no spectrum and no error")
  } catch {
    precondition(error.description.contains(name), "an error that does not name the file")
  }
}
