import CellData
import Foundation
import GRDB

/// The SHA-256 of all that was recorded of a run, wherever it lies in the file.
///
/// It is the SHA-256 of: the digests of the run's samples in blocks of 16,384 (``SampleDigest``),
/// then the digest of the frame. The frame is, one after the other, the plan (name, quantities with
/// commas, period, equipment, digest of the profile, connection, calibration, declaration of the
/// cell), each segment (start time, first slot, wall clock, identity, recorder), each gap (first
/// slot, last slot, cause, detail) and each event (time, kind, severity, detail). A number is eight
/// bytes, least significant first; a text or blob is its length and its bytes.
struct RunDigest {
  let db: Database
  let path: String
  let run: ArchivedRun

  /// - Parameter recomputing: whether the digests that sealed chunks carry are computed again.
  func hexadecimal(recomputing: Bool) throws -> String {
    var digests: [UInt8] = []
    var slot: Int64 = -1
    var count = 0
    if !recomputing { digests = try sealed(&slot, &count) }
    try addBlocks(after: &slot, &count, to: &digests)
    guard count == run.samples else {
      throw SealedRow.Broken(
        place: "run \(run.id): \(count) samples; expected \(run.samples)")
    }
    digests += SampleDigest.sha256(of: try frame())
    return SampleDigest.hexadecimal(SampleDigest.sha256(of: digests))
  }

  /// The digests that lie beside sealed chunks.
  private func sealed(_ slot: inout Int64, _ count: inout Int) throws -> [UInt8] {
    let rows = try Row.fetchCursor(
      db,
      sql: "SELECT * FROM chunk WHERE run = ? AND length(sha256) > 0 ORDER BY first_slot",
      arguments: [run.id])
    var digests: [UInt8] = []
    while count + ArchiveFormat.sealedCount <= run.samples, let row = try rows.next() {
      let chunk = try SealedRow.verified(row, of: "chunk")
      digests += chunk[7] as Data
      slot = chunk[3]
      count += ArchiveFormat.sealedCount
    }
    return digests
  }

  private func addBlocks(
    after slot: inout Int64, _ count: inout Int, to digests: inout [UInt8]
  ) throws {
    let quantities = run.plan.quantities.count
    let reading = SampleReading(db: db, run: run.id, quantities: quantities)
    var block = SampleColumns(quantities: quantities)
    while count < run.samples, let columns = try reading.next(afterSlot: slot) {
      let taken = min(columns.count, run.samples - count)
      block.append(taken < columns.count ? columns.slice(0..<taken) : columns)
      slot = columns.slots[taken - 1]
      count += taken
      while block.count >= ArchiveFormat.sealedCount {
        digests += SampleDigest.sha256(of: block.slice(0..<ArchiveFormat.sealedCount))
        block = block.slice(ArchiveFormat.sealedCount..<block.count)
      }
    }
    if block.count > 0 { digests += SampleDigest.sha256(of: block) }
  }

  private func frame() throws -> [UInt8] {
    var frame = DigestFrame()
    let plan = run.plan
    frame.add(plan.name)
    frame.add(plan.quantities.map { "\($0)" }.joined(separator: ","))
    frame.add(plan.period)
    for text in [plan.equipment, plan.profileDigest, plan.connection, plan.calibration] {
      frame.add(text)
    }
    frame.add(plan.cellDeclaration)
    for segment in run.segments {
      frame.add(segment.startTime)
      frame.add(Int64(segment.firstSlot))
      frame.add(Int64(bitPattern: segment.startUnixTime.bitPattern))
      frame.add(segment.identity)
      frame.add(segment.recorder)
    }
    let listing = ArchiveListing(db: db, path: path)
    for gap in try listing.gaps(of: run).map(\.gap) {
      frame.add(Int64(gap.firstSlot))
      frame.add(Int64(gap.lastSlot))
      frame.add(gap.cause.rawValue)
      frame.add(gap.detail)
    }
    for event in try listing.events(of: run).map(\.event) {
      frame.add(event.time)
      frame.add(event.kind.rawValue)
      frame.add(event.severity.rawValue)
      frame.add(event.detail)
    }
    return frame.bytes
  }
}

/// The bytes of which a digest is taken.
private struct DigestFrame {
  private(set) var bytes: [UInt8] = []

  mutating func add(_ number: Int64) {
    for index in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: number >> Int64(8 * index))) }
  }

  mutating func add(_ text: String) { add(Array(text.utf8)) }

  mutating func add(_ blob: [UInt8]) {
    add(Int64(blob.count))
    bytes += blob
  }
}
