/// Blocks of 64-bit words, read from the description of the format.
struct AuditBlock {
  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { place == bytes.count }

  /// The words of the next block; nil where it is not one.
  mutating func next() -> [UInt64]? {
    guard bytes.count >= place + 8 else { return nil }
    let (coding, exponent, order, width) = (
      bytes[place], Int(bytes[place + 1]), Int(bytes[place + 2]), Int(bytes[place + 3])
    )
    place += 4
    guard let count = number(4).map(Int.init(truncatingIfNeeded:)), count <= 1 << 20 else {
      return nil
    }
    switch coding {
    case 0: return numbers(count, 8)
    case 1: return number(8).map { Array(repeating: $0, count: count) }
    case 2: return whole(count, order, width)?.map(UInt64.init(bitPattern:))
    case 3:
      guard exponent <= 9 else { return nil }
      let divisor = (0..<exponent).reduce(1.0) { power, _ in power * 10 }
      return whole(count, order, width)?.map { (Double($0) / divisor).bitPattern }
    case 4:
      return numbers(count, 4)?.map { half in
        Double(Float(bitPattern: UInt32(truncatingIfNeeded: half))).bitPattern
      }
    case 5:
      guard let size = number(8), size < 1 << 20, let list = numbers(Int(size), 8),
        width == 1 || width == 2, let places = numbers(count, width),
        places.allSatisfy({ $0 < size })
      else { return nil }
      return places.map { list[Int($0)] }
    default: return nil
    }
  }

  /// Whole numbers from their first or second differences.
  private mutating func whole(_ count: Int, _ order: Int, _ width: Int) -> [Int64]? {
    guard [1, 2].contains(order), [0, 1, 2, 4, 8].contains(width) else { return nil }
    var result: [Int64] = []
    var step: Int64 = 0
    for index in 0..<count {
      if index < order {
        guard let word = number(8).map(Int64.init(bitPattern:)) else { return nil }
        if index == 1 { step = word }
        result.append(index == 0 ? word : result[0] &+ word)
      } else {
        guard let change = signed(width) else { return nil }
        step = order == 2 ? step &+ change : change
        result.append(result[index - 1] &+ step)
      }
    }
    return result
  }

  private mutating func signed(_ width: Int) -> Int64? {
    guard width > 0 else { return 0 }
    guard let word = number(width) else { return nil }
    let unused = UInt64(64 - 8 * width)
    return Int64(bitPattern: word << unused) >> Int64(unused)
  }

  private mutating func numbers(_ count: Int, _ width: Int) -> [UInt64]? {
    var result: [UInt64] = []
    for _ in 0..<count {
      guard let word = number(width) else { return nil }
      result.append(word)
    }
    return result
  }

  private mutating func number(_ width: Int) -> UInt64? {
    guard bytes.count >= place + width else { return nil }
    var word: UInt64 = 0
    for index in (0..<width).reversed() { word = word << 8 | UInt64(bytes[place + index]) }
    place += width
    return word
  }
}
