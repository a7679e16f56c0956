import CellData

/// Neware's single binary file of a test: `*.nda`, versions 5 to 29 (BTS up to 8) and 129/130.
///
/// Records can be out of order or doubled after a data recovery: they are sorted, doubles dropped.
enum NewareNDA: RunFormat {
  static let name = "Neware nda"

  static func recognises(_ file: BinaryFile) -> Bool { file.bytes.has(Array("NEWARE".utf8)) }

  static func decode(_ file: BinaryFile) throws(RunFileError) -> DecodedRun {
    let version = Int(file.bytes.byte(at: 14))
    var run = DecodedRun(format: "\(name) (version \(version))")
    let records: NewareRecords
    switch version {
    case 129, 130:
      let table = try NewareBTS9(file.bytes, path: file.path)
      records = try table.records()
      if table.recordVersion == 42 {
        run.findings.append(
          QualityFinding(
            .unknownContent, .warning,
            subject: "record version 42, read by the layout of version 19"))
      }
    default:
      guard let layout = NewareNDALayout(version: version) else {
        throw .unknownFormat(
          path: file.path,
          found: "a Neware nda file of version \(version), not one of 5 to 8, 11 "
            + "to 18, 20, 22 to 24, 26, 28, 29, 129, 130")
      }
      records = layout.records(file.bytes)
    }
    records.fill(&run)
    return run
  }
}

/// Where the numbers of a record stand in nda files up to version 29.
struct NewareNDALayout {
  let version: Int
  let length: Int
  private var isOldest: Bool { length == 59 }

  init?(version: Int) {
    self.version = version
    switch version {
    case 5...8: length = 59
    case 11...13, 15, 18: length = 69
    case 14, 16, 17, 20, 22...24, 26, 28, 29: length = 86
    default: return nil
    }
  }

  private var marker: UInt8 { [5, 6, 8].contains(version) ? 0 : 0x55 }

  /// What one auxiliary channel measured, by the number of the record.
  private struct Sensor {
    var temperature: [Int: Double] = [:]
    var voltage: [Int: Double] = [:]
  }

  /// Reads the records; auxiliary records give temperatures and voltages of sensors.
  func records(_ bytes: ByteImage) -> NewareRecords {
    var offset = bytes.uint32(at: 64)
    let stated = bytes.uint32(at: 68)
    let end = stated > 0 ? min(bytes.count, offset + stated) : bytes.count
    let fixedRange = bytes.int32(at: bytes.uint32(at: 16) + 26)
    var places: [(index: Int, offset: Int)] = []
    var sensors: [UInt8: Sensor] = [:]
    places.reserveCapacity(max(0, end - offset) / length)
    while offset <= end - length, bytes.holds(offset, length) {
      let kind = bytes.byte(at: offset)
      if kind == marker, bytes.uint32(at: offset + indexPlace) > 0 {
        places.append((bytes.uint32(at: offset + indexPlace), offset))
      } else if kind == 0x65, !isOldest {
        let early = length == 69 ? 1 : 0
        let index = bytes.uint32(at: offset + 2)
        let id = bytes.byte(at: offset + 1)
        sensors[id, default: Sensor()].temperature[index] =
          Double(bytes.integer(Int16.self, at: offset + 34 - early)) / 10
        sensors[id, default: Sensor()].voltage[index] =
          Double(bytes.int32(at: offset + 22 - early)) / 10_000
      }
      offset += length
    }
    places.sortByRecord()
    var records = NewareRecords()
    records.reserve(places.count)
    var clock = StepClock()
    var last = (step: -1, type: -1, time: -1.0)
    for place in places {
      append(bytes, place.offset, fixedRange, &clock, &last, to: &records)
      records.slots.append(place.index - 1)
    }
    for (id, sensor) in sensors.sorted(by: { $0.key < $1.key }) {
      if sensor.temperature.values.contains(where: { $0 != 0 }) {
        records.temperatures.append(
          ("auxiliary \(id): temperature", places.map { sensor.temperature[$0.index] ?? .nan }))
      }
      if sensor.voltage.values.contains(where: { $0 != 0 }) {
        records.voltages.append(
          ("auxiliary \(id): voltage", places.map { sensor.voltage[$0.index] ?? .nan }))
      }
    }
    return records
  }

  private var indexPlace: Int { isOldest ? 1 : 2 }

  private func append(
    _ bytes: ByteImage, _ at: Int, _ fixedRange: Int, _ clock: inout StepClock,
    _ last: inout (step: Int, type: Int, time: Double), to records: inout NewareRecords
  ) {
    let step = isOldest ? Int(bytes.byte(at: at + 9)) : bytes.uint16(at: at + 10)
    let type = Int(bytes.byte(at: at + (isOldest ? 10 : 12)))
    let values = length == 59 ? at + 15 : length == 69 ? at + 21 : at + 22
    let seconds =
      isOldest
      ? Double(bytes.uint32(at: at + 11))
      : Double(bytes.uint64(at: at + (length == 69 ? 13 : 14))) / 1000
    let range =
      isOldest ? fixedRange : bytes.int32(at: at + (length == 69 ? 61 : 78))
    let scale = NewareCodes.milliamperes(range: range) / 1000
    let direction = NewareCodes.direction(ofStepType: type)
    records.voltage.append(Double(bytes.int32(at: values)) / 10_000)
    records.current.append(Double(bytes.int32(at: values + 4)) * scale)
    records.direction.append(direction)
    appendCounters(bytes, values + 16, scale / 3600, direction, to: &records)
    let clockPlace = length == 59 ? at + 47 : length == 69 ? at + 53 : at + 70
    records.unixTime.append(
      version >= 26
        ? NewareCodes.unixSeconds(bytes, at: clockPlace) : Double(bytes.uint64(at: clockPlace)))
    let isNew = step != last.step || type != last.type || seconds < last.time
    records.time.append(clock.testTime(stepTime: seconds, isNewStep: isNew))
    records.stepTime.append(seconds)
    records.stepNumber.append(clock.step)
    last = (step, type, seconds)
  }

  /// One counter for both directions in the shorter records, two in the longest.
  private func appendCounters(
    _ bytes: ByteImage, _ at: Int, _ scale: Double, _ direction: Double,
    to records: inout NewareRecords
  ) {
    func value(_ place: Int) -> Double { Double(bytes.int64(at: at + 8 * place)) * scale }
    let isDouble = length == 86
    records.chargeCapacity.append(isDouble || direction > 0 ? abs(value(0)) : 0)
    records.dischargeCapacity.append(
      isDouble ? abs(value(1)) : direction < 0 ? abs(value(0)) : 0)
    records.chargeEnergy.append(isDouble ? abs(value(2)) : direction > 0 ? abs(value(1)) : 0)
    records.dischargeEnergy.append(isDouble ? abs(value(3)) : direction < 0 ? abs(value(1)) : 0)
  }
}

extension [(index: Int, offset: Int)] {
  /// Sorts by record number where that is needed, and drops doubles.
  mutating func sortByRecord() {
    let isSorted = zip(self, dropFirst()).allSatisfy { $0.index < $1.index }
    if isSorted { return }
    sort { ($0.index, $0.offset) < ($1.index, $1.offset) }
    var kept: [(index: Int, offset: Int)] = []
    kept.reserveCapacity(count)
    for place in self where place.index != kept.last?.index { kept.append(place) }
    self = kept
  }
}
