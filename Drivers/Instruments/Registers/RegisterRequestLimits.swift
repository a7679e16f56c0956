extension RegisterRequest {
  /// The function code that reads the table (Modbus Application Protocol V1.1b3, 6.1 to 6.4).
  var function: UInt8 {
    switch table {
    case .coils: 1
    case .discreteInputs: 2
    case .holding: 3
    case .input: 4
    }
  }

  /// Whether a value is one bit.
  var readsBits: Bool { table == .coils || table == .discreteInputs }

  /// The most values that one request may ask for.
  var largestCount: Int { readsBits ? 2000 : 125 }

  /// How many bytes of values an answer holds.
  static func answerLength(count: Int, readsBits: Bool) -> Int {
    readsBits ? (count + 7) / 8 : 2 * count
  }

  /// - Throws: `unusable` for a count or a block that Modbus does not know.
  func check() throws(InstrumentError) {
    guard (1...largestCount).contains(count) else {
      throw .unusable(
        "\(count) \(readsBits ? "bits" : "registers") in one request; expected 1 to \(largestCount)."
      )
    }
    guard Int(address) + count <= 65536 else {
      throw .unusable("\(count) values from address \(address) on go beyond 65535.")
    }
  }
}
