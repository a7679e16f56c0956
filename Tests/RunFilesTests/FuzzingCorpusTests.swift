import CellData
import Foundation
import Testing

@testable import RunFiles

struct FuzzingCorpusTests {
  @Test(
    arguments: FuzzingCorpus.files(in: "Corpus").filter {
      !["spectra", "cycles"].contains($0.reader)
    })
  func `every file from which the fuzzers begin is read`(file: FuzzingCorpus.File) throws {
    let bytes = try file.bytes()
    let reader: any RunReader
    do throws(RunFileError) {
      reader = try RunFile.open(bytes: bytes, path: file.name)
    } catch {
      switch error {
      case .severalRuns(_, let parts): #expect(parts.count == 2)
      case .unknownFormat(_, let found): #expect(found.contains("Zstandard"))
      default: Issue.record("\(error)")
      }
      return
    }
    var chunk = RunChunk()
    var count = 0
    while try reader.read(into: &chunk) { count += chunk.count }
    #expect(count > 0)
  }

  @Test(arguments: FuzzingCorpus.files(in: "Corpus").filter { $0.reader == "spectra" })
  func `every spectrum from which the fuzzers begin is read`(file: FuzzingCorpus.File) throws {
    #expect(SpectrumFile.isSpectrum(path: file.url.path))
    #expect(try SpectrumFile.read(path: file.url.path).spectra.first?.count ?? 0 >= 2)
  }

  @Test(arguments: FuzzingCorpus.files(in: "Corpus").filter { $0.reader == "cycles" })
  func `every table of cycles from which the fuzzers begin is read`(
    file: FuzzingCorpus.File
  ) throws {
    #expect(CycleTableFile.isCycleTable(path: file.url.path))
    #expect(try CycleTableFile.read(path: file.url.path).cycles.count == 2)
  }

  /// Each of them once crashed a reader, made it hang, or made it take more than 256 MiB.
  @Test(arguments: FuzzingCorpus.files(in: "Crashes"))
  func `what once crashed is read or refused`(file: FuzzingCorpus.File) throws {
    if file.reader == "spectra" || file.reader == "cycles" {
      _ = try? SpectrumFile.read(path: file.url.path)
      _ = try? CycleTableFile.read(path: file.url.path)
      return
    }
    let clock = ContinuousClock()
    let bytes = try file.bytes()
    let duration = clock.measure {
      do throws(RunFileError) {
        let reader = try RunFile.open(bytes: bytes, path: file.name)
        var chunk = RunChunk()
        while try reader.read(into: &chunk) {}
      } catch {
        #expect(error.description.contains(file.name))
      }
    }
    // Generous for a build without optimisation on a busy machine.
    #expect(duration < .seconds(20))
  }
}
