/// The records of nda files of BTS 9: record versions 2, 3, 19 and 42.
struct NewareBTS9 {
  private let bytes: ByteImage
  private let path: String
  let recordVersion: Int

  init(_ bytes: ByteImage, path: String) throws(RunFileError) {
    self.bytes = bytes
    self.path = path
    recordVersion = bytes.uint16(at: 16)
    guard [2, 3, 19, 42].contains(recordVersion) else {
      throw .unknownFormat(
        path: path,
        found: "a Neware nda file of BTS 9 with record version \(recordVersion), "
          + "not one of 2, 3, 19, 42")
    }
  }

  func records() throws(RunFileError) -> NewareRecords {
    let isLong = recordVersion < 19
    var records = NewareRecords()
    for block in blocks() {
      guard let length = isLong ? 88 : recordLength(block) else {
        throw .damaged(path: path, byte: block.lowerBound, reason: "no record begins here")
      }
      var places: [(index: Int, offset: Int)] = []
      places.reserveCapacity(block.count / length)
      var offset = block.lowerBound
      while offset + length <= block.upperBound {
        let marker = bytes.byte(at: isLong ? offset + 4 : offset)
        let index = bytes.uint32(at: offset + (isLong ? 16 : 8))
        if marker == 0x55, index > 0 { places.append((index, offset)) }
        offset += length
      }
      places.sortByRecord()
      if records.slots.isEmpty { records.reserve(places.count) }
      if isLong { appendLong(places, to: &records) } else { append(places, length, to: &records) }
    }
    return records
  }

  /// Where records stand: one stretch, or one behind each of several headers.
  private func blocks() -> [Range<Int>] {
    func stretch(_ header: Int) -> Range<Int>? {
      let start = bytes.uint64(at: header + 82)
      guard start > 0, start < bytes.count else { return nil }
      return start..<(start + min(bytes.uint64(at: header + 90), bytes.count - start))
    }
    if let only = stretch(0) { return [only] }
    var blocks: [Range<Int>] = []
    // Blocks that lie in each other would make many records out of few bytes.
    var room = bytes.count
    var header = 1024
    while bytes.has(Array("NEWARE".utf8), at: header), blocks.count < 4096 {
      if let block = stretch(header), block.count <= room {
        blocks.append(block)
        room -= block.count
      }
      // A header's last pair of numbers leads to the next one, or that stands right behind it.
      let (sum, overflow) = bytes.uint64(at: header + 242)
        .addingReportingOverflow(bytes.uint64(at: header + 250))
      let isLeading =
        !overflow && sum > header && bytes.has(Array("NEWARE".utf8), at: sum)
      header = isLeading ? sum : header + 1024
    }
    return blocks
  }

  /// The length that puts a marker before each of the first records.
  private func recordLength(_ block: Range<Int>) -> Int? {
    [52, 56, 60].first { length in
      block.count >= length
        && (0..<min(8, block.count / length)).allSatisfy {
          bytes.byte(at: block.lowerBound + $0 * length) == 0x55
        }
    }
  }

  /// 88 bytes: time within the step, counters of both directions.
  private func appendLong(_ places: [(index: Int, offset: Int)], to records: inout NewareRecords) {
    var clock = StepClock()
    var last = (step: -1, type: -1, time: -1.0)
    for (index, at) in places {
      let step = Int(bytes.byte(at: at + 9))
      let type = Int(bytes.byte(at: at + 10))
      let seconds = Double(bytes.uint64(at: at + 28)) / 1_000_000
      records.slots.append(index - 1)
      records.voltage.append(bytes.float(at: at + 36))
      records.current.append(bytes.float(at: at + 40) / 1000)
      records.chargeCapacity.append(abs(bytes.float(at: at + 52)) / 3_600_000)
      records.chargeEnergy.append(abs(bytes.float(at: at + 56)) / 3_600_000)
      records.dischargeCapacity.append(abs(bytes.float(at: at + 60)) / 3_600_000)
      records.dischargeEnergy.append(abs(bytes.float(at: at + 64)) / 3_600_000)
      records.unixTime.append(Double(bytes.uint64(at: at + 68)) / 1_000_000)
      records.direction.append(NewareCodes.directionOfBTS9(stepType: type))
      let isNew = step != last.step || type != last.type || seconds < last.time
      records.time.append(clock.testTime(stepTime: seconds, isNewStep: isNew))
      records.stepTime.append(seconds)
      records.stepNumber.append(clock.step)
      last = (step, type, seconds)
    }
  }

  /// 52, 56 or 60 bytes: test time, one signed counter.
  private func append(
    _ places: [(index: Int, offset: Int)], _ length: Int, to records: inout NewareRecords
  ) {
    var last = (step: -1, type: -1)
    var number = 0.0
    var start = 0.0
    var temperature: [Double] = []
    for (index, at) in places {
      let step = Int(bytes.byte(at: at + 2))
      let type = Int(bytes.byte(at: at + 3))
      let time = nanoseconds(at + 12)
      if (step, type) != last {
        number += 1
        // The test's clock and its first step begin together.
        start = records.time.last ?? 0
        last = (step, type)
      }
      let capacity = bytes.float(at: at + 28) / 3_600_000
      let energy = bytes.float(at: at + 32) / 3_600_000
      records.slots.append(index - 1)
      records.time.append(time)
      records.stepTime.append(time - start)
      records.stepNumber.append(number)
      records.current.append(bytes.float(at: at + 20) / 1000)
      records.voltage.append(bytes.float(at: at + 24))
      records.chargeCapacity.append(max(0, capacity))
      records.dischargeCapacity.append(capacity < 0 ? -capacity : 0)
      records.chargeEnergy.append(max(0, energy))
      records.dischargeEnergy.append(energy < 0 ? -energy : 0)
      records.unixTime.append(nanoseconds(at + (length == 60 ? 36 : 44)))
      records.direction.append(NewareCodes.directionOfBTS9(stepType: type))
      if length > 52 {
        temperature.append(bytes.float(at: at + (length == 56 ? 52 : 48)))
      }
    }
    if length > 52 { records.appendTemperature(temperature) }
  }

  private func nanoseconds(_ at: Int) -> Double {
    Double(bytes.uint32(at: at)) + Double(bytes.uint32(at: at + 4)) / 1e9
  }
}
