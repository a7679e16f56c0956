/// Reads an answer for each frequency from the residuals.
struct KramersKronigAnswers {
  private(set) var answers: [KramersKronigTest.Answer] = []

  /// How many neighbours on either side say whether a deviation is shared.
  private static let reach = 2

  init(_ spectrum: MendedSpectrum, _ test: KramersKronigTest) {
    let (real, imaginary) = (test.modelResidualReal, test.modelResidualImaginary)
    answers = real.indices.map { k in
      let size = (real[k] * real[k] + imaginary[k] * imaginary[k]).squareRoot()
      guard size > test.limit else { return .consistent }
      if spectrum.imaginary[k] > 0 { return .inductive }
      let part = abs(real[k]) >= abs(imaginary[k]) ? real : imaginary
      return Self.isShared(part, k) ? .drift : .noise
    }
  }

  /// Whether the neighbours are off to the same side by half as much on average.
  private static func isShared(_ residuals: [Double], _ k: Int) -> Bool {
    let low = max(0, k - reach)
    let high = min(residuals.count - 1, k + reach)
    let others = (low...high).filter { $0 != k }.map { residuals[$0] }
    guard !others.isEmpty else { return false }
    let mean = others.reduce(0, +) / Double(others.count)
    return mean * residuals[k] > 0 && abs(mean) > 0.5 * abs(residuals[k])
  }
}
