/// An auxiliary member of an ndax archive: a temperature, a voltage or both.
struct NewareAuxiliary {
  /// Temperatures in degC by the slot of the record.
  private(set) var temperature: [Int: Double]?
  /// Voltages in V by the slot of the record.
  private(set) var voltage: [Int: Double]?
  private(set) var label: String
  /// What is neither, by its label.
  private(set) var otherColumns: [String] = []

  /// One entry of the test's information: `<Aux1 AuxID="1" RealChlID="225" ChlType="103"/>`.
  struct Entry {
    var realChannel: Int
    var type: Int

    var isTemperature: Bool { type == 103 || type == 106 }
    var isVoltage: Bool { type == 102 || type == 105 }
  }

  /// Nil for a version whose rows are not known.
  init?(_ ndc: NewareNDC, name: String, entry: Entry?) {
    label = name
    switch ndc.version {
    case 2, 5: readOldRows(ndc)
    case 9, 11, 13, 16: readMarkedRows(ndc)
    case 6, 8, 12, 14, 17: readPlainRows(ndc, entry ?? Self.entry(inName: name))
    default: return nil
    }
  }

  /// The entries that belong to members with these names, which are in order.
  ///
  /// A name tells the real channel, or else the order is that of the entries.
  static func entries(for names: [String], _ channels: [Entry]) -> [Entry?] {
    names.enumerated().map { place, name in
      let numbers = numbers(name)
      if numbers.count >= 3 { return channels.first { $0.realChannel == numbers[0] } }
      return names.count == channels.count ? channels[place] : nil
    }
  }

  /// What the name alone says: the second of three numbers is 3 for temperatures.
  private static func entry(inName name: String) -> Entry? {
    let numbers = numbers(name)
    guard numbers.count >= 3 else { return nil }
    return Entry(realChannel: numbers[0], type: 100 + numbers[1])
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

  private mutating func readPlainRows(_ ndc: NewareNDC, _ entry: Entry?) {
    guard let entry, entry.isTemperature || entry.isVoltage else {
      otherColumns.append(label)
      return
    }
    var values: [Int: Double] = [:]
    values.reserveCapacity(ndc.slotCount(rowLength: 4))
    ndc.forEachRow(length: 4) { values[$0.slot] = ndc.bytes.float(at: $0.offset) }
    if entry.isTemperature { temperature = values } else { voltage = values }
  }

  /// Rows behind a marker: voltage and temperature, or a temperature alone.
  private mutating func readMarkedRows(_ ndc: NewareNDC) {
    let hasVoltage = ndc.bytes.byte(at: 4096 + 132) != 0x74
    var temperatures: [Int: Double] = [:]
    var voltages: [Int: Double] = [:]
    ndc.forEachRow(length: hasVoltage ? 7 : 88) { row in
      let at = row.offset
      guard ndc.bytes.byte(at: at) == (hasVoltage ? 0x65 : 0x74) else { return }
      temperatures[row.slot] =
        Double(ndc.bytes.integer(Int16.self, at: at + (hasVoltage ? 5 : 35))) / 10
      if hasVoltage { voltages[row.slot] = ndc.bytes.float(at: at + 1) / 10_000 }
    }
    finish(temperatures, voltages)
  }

  private mutating func readOldRows(_ ndc: NewareNDC) {
    let lead = ndc.version < 5 ? 8 : 1
    var temperatures: [Int: Double] = [:]
    var voltages: [Int: Double] = [:]
    ndc.forEachRow(length: lead + 86) { row in
      let at = row.offset + lead
      guard ndc.bytes.uint32(at: at) > 0 else { return }
      temperatures[row.slot] = Double(ndc.bytes.integer(Int16.self, at: at + 33)) / 10
      voltages[row.slot] = Double(ndc.bytes.int32(at: at + 23)) / 10_000
    }
    finish(temperatures, voltages)
  }

  /// A sensor that always says nothing, or the end of its scale, is none.
  private mutating func finish(_ temperatures: [Int: Double], _ voltages: [Int: Double]) {
    if temperatures.values.contains(where: { $0 != 0 && abs($0) < 3000 }) {
      temperature = temperatures
    }
    if voltages.values.contains(where: { $0 != 0 && abs($0) < 1000 }) { voltage = voltages }
  }
}
