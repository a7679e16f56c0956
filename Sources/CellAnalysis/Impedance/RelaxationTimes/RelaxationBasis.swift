import ColumnKernels

/// What a distribution of relaxation times is built of: one function for each time constant of a
/// grid that is even in log.
struct RelaxationBasis {
  /// How the distribution is made continuous.
  enum Shape {
    /// A relaxation at the time constant itself.
    case spikes
    /// A Gaussian in ln τ, twice as wide at half height as the grid is coarse.
    case gaussians
  }

  let shape: Shape
  /// ln τ, evenly spaced and rising.
  let logTimes: [Double]
  let spacing: Double

  /// A grid from half a decade below the shortest to a decade above the longest time constant
  /// 1/(2πf) of the spectrum, so that a tail of diffusion finds room.
  init(_ shape: Shape, _ grid: SpectrumGrid, count: Int) {
    self.shape = shape
    let first = -Portable.log(2 * .pi * grid.highest) - 1.15
    let last = -Portable.log(2 * .pi * grid.lowest) + 2.3
    spacing = (last - first) / Double(count - 1)
    logTimes = (0..<count).map { first + Double($0) * (last - first) / Double(count - 1) }
  }

  var count: Int { logTimes.count }

  /// The resistance that one unit of a function stands for.
  var area: Double {
    switch shape {
    case .spikes: 1
    case .gaussians: Double.pi.squareRoot() / sharpness
    }
  }

  /// µ of exp(−µ² (ln τ)²).
  private var sharpness: Double { 0.8325546111576977 / spacing }

  /// The impedance of each function at each block of frequencies, weighted.
  func columns(_ grid: SpectrumGrid) -> [ComplexLanes] {
    let nodes = self.nodes
    var columns: [ComplexLanes] = []
    columns.reserveCapacity(count * grid.blockCount)
    for logTime in logTimes {
      let time = Portable.exp(logTime)
      for block in 0..<grid.blockCount {
        let u = grid.omega[block] * time
        var (re, im) = (Lanes.zero, Lanes.zero)
        for node in nodes {
          let v = u * node.factor
          let share = node.weight / (1 + v * v)
          re += share
          im -= share * v
        }
        columns.append(
          ComplexLanes(re: re * grid.realWeight[block], im: im * grid.imaginaryWeight[block]))
      }
    }
    return columns
  }

  /// Where and with what weight a function is summed; the trapezoidal rule converges faster than
  /// any power for a Gaussian.
  private var nodes: [(factor: Double, weight: Double)] {
    guard shape == .gaussians else { return [(1, 1)] }
    let reach = 8
    let step = 4 / (sharpness * Double(reach))
    return (-reach...reach).map { k in
      let u = Double(k) * step
      return (Portable.exp(u), step * Portable.exp(-sharpness * sharpness * u * u))
    }
  }

  /// The penalty on a distribution, as a matrix over the functions: the amplitudes themselves for
  /// spikes, the square of the slope over ln τ for Gaussians.
  var penalty: [Double] {
    let n = count
    var matrix = Array(repeating: 0.0, count: n * n)
    for i in 0..<n {
      guard shape == .gaussians else {
        matrix[i * n + i] = 1
        continue
      }
      for j in 0..<n {
        let d = sharpness * (logTimes[i] - logTimes[j])
        matrix[i * n + j] = sharpness * 1.2533141373155001 * (1 - d * d) * Portable.exp(-d * d / 2)
      }
    }
    return matrix
  }

  /// γ(ln τ) at the grid for amplitudes of the functions.
  func density(_ amplitudes: [Double]) -> [Double] {
    switch shape {
    case .spikes: return amplitudes.map { $0 / spacing }
    case .gaussians:
      let near = (0...6).map { k -> Double in
        let d = sharpness * spacing * Double(k)
        return Portable.exp(-d * d)
      }
      return logTimes.indices.map { k in
        var sum = 0.0
        for j in max(0, k - 6)...min(count - 1, k + 6) { sum += amplitudes[j] * near[abs(j - k)] }
        return sum
      }
    }
  }
}
