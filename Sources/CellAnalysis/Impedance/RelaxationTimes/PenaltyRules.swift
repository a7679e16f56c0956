/// The largest weight of the penalty with which the deviations stay at the level of the noise.
struct DiscrepancyRule {
  private let problem: RelaxationProblem
  private let aim: Double

  init(_ problem: RelaxationProblem, aim: Double) {
    self.problem = problem
    self.aim = aim
  }

  /// Goes down from a strong penalty by factors of ten and then halves the last decade.
  func lambda(_ solver: inout BlockPivoting) -> Double {
    var high = 1.0
    var squares = Double.infinity
    for _ in 0..<9 {
      guard solver.solve(problem.regularised(high), problem.side) else {
        solver.reset()
        break
      }
      let next = problem.squares(solver.solution)
      if next <= aim { return refine(high, &solver) }
      // Nothing is gained below: the model cannot follow the data any closer.
      if next > 0.98 * squares, next < 4 * aim { return high * 10 }
      squares = next
      high *= 0.1
    }
    return high * 10
  }

  private func refine(_ low: Double, _ solver: inout BlockPivoting) -> Double {
    var best = low
    for factor in [3.1622776601683795, 5.623413251903491] {
      guard solver.solve(problem.regularised(low * factor), problem.side),
        problem.squares(solver.solution) <= aim
      else {
        solver.reset()
        break
      }
      best = low * factor
    }
    return best
  }
}

/// Generalised cross-validation, the problem's degrees of freedom counted over the functions that
/// are positive.
struct CrossValidation {
  private let problem: RelaxationProblem
  private let points: Double

  init(_ problem: RelaxationProblem) {
    self.problem = problem
    points = Double(2 * problem.grid.count)
  }

  /// The weight with the least score, from strong penalties down: a decade at a time until the
  /// score rises, then three steps a decade around the best.
  func lambda(_ solver: inout BlockPivoting) -> Double {
    var best = (lambda: 1.0, score: Double.infinity)
    var rises = 0
    var lambda = 1.0
    while lambda > 1e-9, rises < 2 {
      let value = score(lambda, &solver)
      rises = value < best.score ? 0 : rises + 1
      if value < best.score { best = (lambda, value) }
      lambda *= 0.1
    }
    let centre = best.lambda
    for factor in [4.641588833612779, 2.154434690031884, 0.46415888336127786, 0.2154434690031884] {
      let value = score(centre * factor, &solver)
      if value < best.score { best = (centre * factor, value) }
    }
    return best.lambda
  }

  private func score(_ lambda: Double, _ solver: inout BlockPivoting) -> Double {
    guard solver.solve(problem.regularised(lambda), problem.side) else {
      solver.reset()
      return .infinity
    }
    let squares = problem.squares(solver.solution)
    let trace = Double(solver.positive.count) - lambda * solver.trace(problem.penalty)
    // Resistance and inductance are fitted beside the functions.
    let left = points - trace - 2
    return left > 0 ? max(squares, 1e-300) / (left * left) : .infinity
  }
}
