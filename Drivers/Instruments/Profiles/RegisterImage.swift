/// The registers of a device as it would answer with them.
public struct RegisterImage: Sendable, Equatable {
  /// One table from its lowest register on.
  private struct Bank: Sendable, Equatable {
    var base = 0
    var words: [UInt16] = []
    var isThere: [Bool] = []
  }

  private var banks: [RegisterRequest.Table: Bank] = [:]

  init() {}

  /// What the device answers to a read; nil where a register is not there (exception 2).
  public func read(_ table: RegisterRequest.Table, address: Int, count: Int) -> [UInt16]? {
    guard let bank = banks[table], address >= bank.base, count > 0,
      address + count <= bank.base + bank.words.count
    else { return nil }
    let range = (address - bank.base)..<(address - bank.base + count)
    guard bank.isThere[range].allSatisfy({ $0 }) else { return nil }
    return Array(bank.words[range])
  }

  /// Makes registers exist, with zeros where they are new.
  mutating func define(_ table: RegisterRequest.Table, _ addresses: Range<Int>) {
    guard !addresses.isEmpty else { return }
    var bank = banks[table] ?? Bank(base: addresses.lowerBound)
    if addresses.lowerBound < bank.base {
      let more = bank.base - addresses.lowerBound
      bank.words.insert(contentsOf: repeatElement(0, count: more), at: 0)
      bank.isThere.insert(contentsOf: repeatElement(false, count: more), at: 0)
      bank.base = addresses.lowerBound
    }
    let missing = addresses.upperBound - bank.base - bank.words.count
    if missing > 0 {
      bank.words += repeatElement(0, count: missing)
      bank.isThere += repeatElement(false, count: missing)
    }
    for address in addresses { bank.isThere[address - bank.base] = true }
    banks[table] = bank
  }

  /// Makes the registers exist that lie between others, and some behind the last.
  mutating func fillHoles(spare: Int) {
    for (table, bank) in banks {
      define(table, bank.base..<min(65536, bank.base + bank.words.count + spare))
    }
  }

  mutating func put(_ number: Double, at field: RegisterField) {
    guard let base = banks[field.table]?.base else { return }
    if field.table == .coils || field.table == .discreteInputs {
      banks[field.table]?.words[field.address - base] = number != 0 ? 1 : 0
    } else if var words = banks[field.table]?.words {
      // The array must not have two owners while it is written, or it is copied as a whole.
      banks[field.table]?.words = []
      field.put(number, into: &words, at: field.address - base)
      banks[field.table]?.words = words
    }
  }

  mutating func put(_ text: String, at field: RegisterField) {
    guard let base = banks[field.table]?.base, var words = banks[field.table]?.words else { return }
    field.put(text, into: &words, at: field.address - base)
    banks[field.table]?.words = words
  }

  /// The number that a field holds; NaN where it is not there.
  func number(at field: RegisterField) -> Double {
    guard let words = read(field.table, address: field.address, count: field.count) else {
      return .nan
    }
    return field.number(words, at: 0)
  }
}
