/// Where the descent of a ladder begins: the best choice of time constants on a grid.
///
/// For set time constants the amplitudes are a linear problem; all choices share one matrix of
/// products, so that each costs a few dozen operations.
struct LadderSearch {
  struct Start {
    /// The offset first.
    var amplitudes: [Double]
    var logTimes: [Double]
  }

  private let logTimes: [Double]
  private var products: [Double]
  private var sides: [Double]
  private let total: Double
  private let width: Int
  private var cholesky = Cholesky(size: 4)
  private var system = Array(repeating: 0.0, count: 16)
  private var solution = Array(repeating: 0.0, count: 4)

  /// How many time constants are tried, from half the first time to twice the last.
  private static let gridSize = 14

  init(_ curve: ResistanceCurve) {
    let points = curve.points
    let (low, high) = (Portable.log(0.5 * curve.first.time), Portable.log(2 * curve.last.time))
    let logTimes = (0..<Self.gridSize).map {
      low + (high - low) * Double($0) / Double(Self.gridSize - 1)
    }
    self.logTimes = logTimes
    let lanes = LadderLanes(points)
    var columns = [lanes.ones]
    for logTime in logTimes {
      let rate = 1 / Portable.exp(logTime)
      columns.append((0..<lanes.count).map { lanes.ones[$0] - lanes.decay($0, rate) })
    }
    width = columns.count
    products = Array(repeating: 0, count: width * width)
    for i in 0..<width {
      for j in 0...i {
        let product = LadderLanes.product(columns[i], columns[j])
        products[i * width + j] = product
        products[j * width + i] = product
      }
    }
    sides = columns.map { LadderLanes.product($0, lanes.resistances) }
    total = LadderLanes.product(lanes.resistances, lanes.resistances)
  }

  /// The best choice of `count` rising time constants; nil where none has positive amplitudes.
  mutating func best(_ count: Int) -> Start? {
    var best: (squares: Double, start: Start)?
    var places = Array(0..<count)
    repeat {
      guard let squares = squares(places), squares < best?.squares ?? .infinity else { continue }
      best = (
        squares,
        Start(amplitudes: Array(solution[0...count]), logTimes: places.map { logTimes[$0] })
      )
    } while advance(&places)
    return best?.start
  }

  private func advance(_ places: inout [Int]) -> Bool {
    var k = places.count - 1
    while k >= 0 {
      if places[k] < Self.gridSize - (places.count - k) {
        places[k] += 1
        for j in (k + 1)..<max(k + 1, places.count) { places[j] = places[j - 1] + 1 }
        return true
      }
      k -= 1
    }
    return false
  }

  /// Solves for the amplitudes; the sum of squares, or nil where one of them is negative.
  private mutating func squares(_ places: [Int]) -> Double? {
    let n = places.count + 1
    for i in 0..<n {
      let row = i == 0 ? 0 : places[i - 1] + 1
      for j in i..<n {
        system[i * 4 + j] = products[row * width + (j == 0 ? 0 : places[j - 1] + 1)]
      }
      solution[i] = sides[row]
    }
    guard cholesky.factorise(system, n, stride: 4) else { return nil }
    cholesky.solve(&solution, n)
    var squares = total
    for i in 0..<n {
      guard solution[i] >= 0 else { return nil }
      squares -= solution[i] * sides[i == 0 ? 0 : places[i - 1] + 1]
    }
    return max(squares, 0)
  }
}
