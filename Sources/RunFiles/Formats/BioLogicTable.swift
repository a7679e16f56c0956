import CellData

/// The module of an mpr file that holds the records.
struct BioLogicTable {
  private let bytes: ByteImage
  private let start: Int
  private let count: Int
  private let length: Int
  /// Where in a record each column stands; flags have a byte together.
  private var places: [Int: Int] = [:]
  private let ids: [Int]
  private var unknown: Int?
  private var statedCount: Int

  init(
    _ file: ByteImage, _ data: Range<Int>, isNew: Bool, version: Int, path: String
  ) throws(RunFileError) {
    bytes = file
    let at = data.lowerBound
    statedCount = file.uint32(at: at)
    let isNarrow = !isNew && version == 0
    let columns = isNew ? file.uint16(at: at + 4) : Int(file.byte(at: at + 4))
    let first = at + (isNew ? 6 : 5)
    let room = isNew ? 1007 : isNarrow ? 100 : version == 2 ? 405 : 406
    guard isNew || [0, 2, 3].contains(version) else {
      throw .unknownFormat(
        path: path, found: "a BioLogic mpr file with data of version \(version), not 0, 2 or 3")
    }
    guard data.count >= room || statedCount == 0, columns <= 500 else {
      throw .damaged(path: path, byte: at, reason: "the list of columns breaks off")
    }
    ids = (0..<columns).map {
      isNarrow ? Int(file.byte(at: first + $0)) : file.uint16(at: first + 2 * $0)
    }
    start = min(at + room, data.upperBound)
    let available = data.upperBound - start
    let known = try Self.layout(
      ids, spare: statedCount > 0 ? available / statedCount : 0, path: path, at: at)
    places = known.places
    length = max(1, known.length)
    unknown = known.unknown
    count = min(statedCount, available / length)
  }

  /// Where each column stands; one of unknown width takes what the others leave of a record.
  private static func layout(
    _ ids: [Int], spare: Int, path: String, at: Int
  ) throws(RunFileError) -> (places: [Int: Int], length: Int, unknown: Int?) {
    let strange = Set(
      ids.filter { !BioLogicColumns.flags.contains($0) && BioLogicColumns.storage($0) == nil })
    guard strange.count <= 1 else {
      throw .unknownFormat(
        path: path,
        found: "a BioLogic mpr file with the unknown columns "
          + strange.sorted().map(String.init).joined(separator: ", "))
    }
    var hasFlags = false
    var knownWidth = ids.reduce(0) { $0 + (BioLogicColumns.storage($1)?.width ?? 0) }
    if ids.contains(where: BioLogicColumns.flags.contains) { knownWidth += 1 }
    let width = spare - knownWidth
    guard strange.isEmpty || spare == 0 || [1, 2, 4, 8].contains(width) else {
      throw .damaged(path: path, byte: at, reason: "the records have another length than columns")
    }
    var places: [Int: Int] = [:]
    var offset = 0
    for id in ids {
      if BioLogicColumns.flags.contains(id) {
        if !hasFlags {
          places[1] = offset
          offset += 1
        }
        hasFlags = true
      } else {
        if places[id] == nil { places[id] = offset }
        offset += BioLogicColumns.storage(id)?.width ?? max(0, width)
      }
    }
    return (places, offset, strange.first)
  }

  func holds(_ id: Int) -> Bool { places[id] != nil }

  /// The first of these columns that is there, with its values times `factor`.
  func column(_ candidates: [Int], factor: Double = 1) -> (id: Int, values: [Double])? {
    guard let id = candidates.first(where: { places[$0] != nil }), let place = places[id],
      let storage = BioLogicColumns.storage(id)
    else { return nil }
    var values =
      switch storage {
      case .uint16: values(from: place) { Double(bytes.uint16(at: $0)) }
      case .float: values(from: place) { bytes.float(at: $0) }
      case .uint32: values(from: place) { Double(bytes.uint32(at: $0)) }
      case .double: values(from: place) { bytes.double(at: $0) }
      }
    if factor != 1 {
      let divisor = 1 / factor
      for row in values.indices { values[row] /= divisor }
    }
    return (id, values)
  }

  /// What stands at `place` in each record.
  @inline(__always)
  private func values(from place: Int, _ value: (Int) -> Double) -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(count)
    for row in 0..<count { values.append(value(start + row * length + place)) }
    return values
  }

  /// 1 for constant current, 2 for constant voltage, 3 for rest and others; 0 where not said.
  private func mode(_ row: Int) -> Int {
    places[1].map { Int(bytes.byte(at: start + row * length + $0)) & 3 } ?? 0
  }

  /// Hands the columns over.
  func fill(_ run: inout DecodedRun) {
    let milli = 1e-3
    var used: Set<Int> = []
    func add(_ channel: Channel, _ candidates: [Int], unit: String? = nil, factor: Double = 1) {
      guard let found = column(candidates, factor: factor) else { return }
      used.insert(found.id)
      run.add(
        channel, BioLogicColumns.name(found.id), unit: unit, factor: factor, found.values)
    }
    add(.time, [4])
    add(.voltage, [6, 77, 174])
    add(.current, [8, 76, 11], unit: "mA", factor: milli)
    if !run.columns.contains(where: { $0.source.channel == .current }) { deriveCurrent(&run) }
    add(.temperature, [462])
    add(.cycleNumber, [24, 212, 468])
    add(.stepNumber, [131])
    add(.stepTime, [438, 500])
    add(.netCapacity, [13], unit: "mA.h", factor: milli)
    if !used.contains(13) { add(.netCapacity, [178, 434], unit: "C", factor: 1.0 / 3600) }
    add(.chargeCapacity, [498], unit: "mA.h", factor: milli)
    add(.dischargeCapacity, [499], unit: "mA.h", factor: milli)
    add(.chargeEnergy, [123])
    add(.dischargeEnergy, [124])
    run.otherColumns = ids.filter { !used.contains($0) }.map(BioLogicColumns.name)
    if let unknown {
      run.findings.append(
        QualityFinding(.unknownContent, .warning, subject: BioLogicColumns.name(unknown)))
    }
    if count < statedCount {
      run.findings.append(
        QualityFinding(
          .cutFile, .warning, values: ["stated": Double(statedCount), "read": Double(count)]))
    }
  }

  /// The current of techniques that store only the charge between two records, or none at all.
  private func deriveCurrent(_ run: inout DecodedRun) {
    let time = column([4])?.values ?? []
    if let charge = column([7, 23], factor: 1e-3) {
      let control = column([20, 5], factor: 1e-3)?.values
      let current = charge.values.indices.map { row -> Double in
        let interval = row > 0 && row < time.count ? time[row] - time[row - 1] : 0
        if interval > 0 { return charge.values[row] * 3600 / interval }
        if let control, mode(row) == 1 { return control[row] }
        return charge.values[row] == 0 ? 0 : .nan
      }
      let label = BioLogicColumns.name(charge.id)
      run.add(
        .current, "\(label) over the time since the record before (computed)", unit: "mA",
        factor: 1e-3, current)
      run.findings.append(
        QualityFinding(.interpolatedValue, .note, count: count, subject: "current from \(label)"))
    } else if column([5, 19, 20]) == nil, (0..<count).allSatisfy({ mode($0) == 3 }) {
      run.add(
        .current, "none: open circuit", [Double](repeating: 0, count: count))
    }
  }
}
