/// The peaks of a distribution, each with the resistance between its valleys.
struct RelaxationPeaks {
  private let problem: RelaxationProblem
  private let solver: BlockPivoting
  private let variance: Double

  /// Peaks whose height over the higher valley is below this share of the highest are no peaks.
  private static let leastProminence = 0.01

  init(_ problem: RelaxationProblem, _ solver: BlockPivoting, squares: Double) {
    self.problem = problem
    self.solver = solver
    let left = max(2 * problem.grid.count - solver.positive.count - 2, 1)
    variance = squares / Double(left)
  }

  func peaks(density: [Double]) -> [RelaxationTimes.Peak] {
    regions(density).map { region in
      let top = region.max { density[$0] < density[$1] } ?? region.lowerBound
      var weights = Array(repeating: 0.0, count: density.count)
      for k in region { weights[k] = problem.resistanceUnit }
      let resistance = region.reduce(0) { $0 + solver.solution[$1] } * problem.resistanceUnit
      // The posterior of the regularised problem, whose prior is the penalty.
      let error = (variance * max(0, solver.form(weights))).squareRoot()
      return RelaxationTimes.Peak(
        time: Portable.exp(summit(density, top)), resistance: resistance,
        low: max(0, resistance - 1.96 * error), high: resistance + 1.96 * error)
    }
  }

  /// ln τ of the parabola's top through the three highest points.
  private func summit(_ density: [Double], _ k: Int) -> Double {
    let time = problem.basis.logTimes[k]
    guard k > 0, k < density.count - 1 else { return time }
    let (a, b, c) = (density[k - 1], density[k], density[k + 1])
    let bend = a - 2 * b + c
    guard bend < 0 else { return time }
    return time + problem.basis.spacing * max(-0.5, min(0.5, 0.5 * (a - c) / bend))
  }

  /// Stretches of the grid between the valleys, in rising order.
  private func regions(_ density: [Double]) -> [Range<Int>] {
    let highest = density.max() ?? 0
    guard highest > 0 else { return [] }
    var tops = density.indices.filter { k in
      let before = k > 0 ? density[k - 1] : -1
      let after = k + 1 < density.count ? density[k + 1] : -1
      return density[k] > before && density[k] >= after
    }
    // Drop the least prominent top until all stand out.
    while tops.count > 1 {
      let valleys = zip(tops, tops.dropFirst()).map { a, b in density[a...b].min() ?? 0 }
      let heights = tops.indices.map { k in
        let left = k > 0 ? valleys[k - 1] : 0
        let right = k < valleys.count ? valleys[k] : 0
        let valley = k == 0 ? right : k == valleys.count ? left : max(left, right)
        return density[tops[k]] - valley
      }
      guard let least = heights.indices.min(by: { heights[$0] < heights[$1] }),
        heights[least] < Self.leastProminence * highest
      else { break }
      tops.remove(at: least)
    }
    var edges = [0]
    for (a, b) in zip(tops, tops.dropFirst()) {
      edges.append((a...b).min { density[$0] < density[$1] } ?? b)
    }
    edges.append(density.count)
    return zip(edges, edges.dropFirst()).map { $0..<$1 }
  }
}
