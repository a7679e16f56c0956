/// An auxiliary member of an ndax archive: a temperature, a voltage or both.
struct NewareAuxiliary {
  /// Temperatures in degC by the slot of the record.
  private(set) var temperature: [Int: Double]?
  private(set) var label: String
  private(set) var otherColumns: [String] = []

  /// One entry of the test's information: `<Aux1 AuxID="1" RealChlID="225" ChlType="103"/>`.
  struct Entry {
    var realChannel: Int
    var type: Int

    var isTemperature: Bool { type == 103 || type == 106 }
  }

  /// Nil for a version whose rows are not known.
  init?(_ ndc: NewareNDC, name: String, channels: [Entry]) {
    label = name
    switch ndc.version {
    case 2, 5: readOldRows(ndc)
    case 9, 11, 13, 16: readMarkedRows(ndc)
    case 6, 8, 12, 14, 17: readPlainRows(ndc, isTemperature: Self.isTemperature(name, channels))
    default: return nil
    }
  }

  /// `data_AUX_<real channel>_<type>_<n>.ndc` or `<anything>_<n>.ndc`.
  static func isName(_ name: String) -> Bool {
    name.hasSuffix(".ndc")
      && name.dropLast(4).split(separator: "_").last.map { Int($0) != nil }
        ?? false
  }

  /// The order of the numbers in the names.
  static func precedes(_ a: String, _ b: String) -> Bool {
    numbers(a).lexicographicallyPrecedes(numbers(b))
  }

  private static func numbers(_ name: String) -> [Int] {
    name.dropLast(4).split(separator: "_").compactMap { Int($0) }
  }

  private static func isTemperature(_ name: String, _ channels: [Entry]) -> Bool {
    let numbers = numbers(name)
    if numbers.count >= 3, let entry = channels.first(where: { $0.realChannel == numbers[0] }) {
      return entry.isTemperature
    }
    return numbers.count >= 3 ? numbers[1] == 3 : channels.first?.isTemperature ?? false
  }

  /// The auxiliary channels that a test's information names.
  ///
  /// The few attributes needed are looked for in the text; no entity is ever resolved.
  static func channels(_ information: String) -> [Entry] {
    var entries: [Entry] = []
    for element in information.split(separator: "<").prefix(10_000) where element.hasPrefix("Aux") {
      guard let real = attribute("RealChlID", of: element),
        let type = attribute("ChlType", of: element)
      else { continue }
      entries.append(Entry(realChannel: real, type: type))
    }
    return entries
  }

  private static func attribute(_ name: String, of element: Substring) -> Int? {
    for word in element.split(whereSeparator: { $0 == " " || $0 == "/" || $0 == ">" }) {
      guard let mark = word.firstIndex(of: "="), word[..<mark] == name else { continue }
      return Int(word[word.index(after: mark)...].filter { $0 != "\"" && $0 != "'" })
    }
    return nil
  }

  // MARK: Rows

  private mutating func readPlainRows(_ ndc: NewareNDC, isTemperature: Bool) {
    guard isTemperature else {
      otherColumns.append(label)
      return
    }
    var values: [Int: Double] = [:]
    values.reserveCapacity(ndc.slotCount(rowLength: 4))
    ndc.forEachRow(length: 4) { values[$0.slot] = ndc.bytes.float(at: $0.offset) }
    temperature = values
  }

  private mutating func readMarkedRows(_ ndc: NewareNDC) {
    var values: [Int: Double] = [:]
    // The other marker heads rows that hold a temperature alone.
    if ndc.bytes.byte(at: 4096 + 132) == 0x74 {
      ndc.forEachRow(length: 88) { row in
        guard ndc.bytes.byte(at: row.offset) == 0x74 else { return }
        values[row.slot] = Double(ndc.bytes.integer(Int16.self, at: row.offset + 35)) / 10
      }
      temperature = values.values.contains { $0 != 0 && abs($0) < 3000 } ? values : nil
      return
    }
    ndc.forEachRow(length: 7) { row in
      guard ndc.bytes.byte(at: row.offset) == 0x65 else { return }
      values[row.slot] = Double(ndc.bytes.integer(Int16.self, at: row.offset + 5)) / 10
    }
    finish(values)
  }

  private mutating func readOldRows(_ ndc: NewareNDC) {
    let lead = ndc.version < 5 ? 8 : 1
    var values: [Int: Double] = [:]
    ndc.forEachRow(length: lead + 86) { row in
      let at = row.offset + lead
      guard ndc.bytes.uint32(at: at) > 0 else { return }
      values[row.slot] = Double(ndc.bytes.integer(Int16.self, at: at + 33)) / 10
    }
    finish(values)
  }

  /// A sensor that always says nothing, or the end of its scale, is none.
  private mutating func finish(_ values: [Int: Double]) {
    otherColumns.append("\(label): voltage")
    let isThere = values.values.contains { $0 != 0 && abs($0) < 3000 }
    temperature = isThere ? values : nil
    label += ": temperature"
  }
}
