import Foundation
import Testing

@testable import CellAnalysis

struct CircuitTests {
  @Test(arguments: [
    ("R0-p(R1,CPE1)-W1", "R0-p(R1,CPE1)-W1"),
    ("R(RQ)W", "R0-p(R1,CPE1)-W1"),
    ("R0-[R1,P1]-W1", "R0-p(R1,CPE1)-W1"),
    ("R0-p(R1-Wo1,C2)", "R0-p(R1-Wo1,C2)"),
    ("R([RW]C)", "R0-p(R1-W1,C1)"),
    ("L{L=1e-6}R{R=1}(R{R=2}Q)", "L1-R0-p(R1,CPE1)"),
  ])
  func `three notations mean the same circuit`(text: String, expected: String) throws {
    #expect(try Circuit(parsing: text).description == expected)
  }

  @Test(arguments: ["", "R0-", "R0--R1", "X1", "p(R1,", "R1)", "R0-p(R1,C1", "R1-R1", "-R1"])
  func `what is no circuit is refused`(text: String) {
    #expect(throws: CircuitError.self) { try Circuit(parsing: text) }
  }

  @Test func `an unknown element is named with its place`() {
    #expect(throws: CircuitError.unknownElement("X", position: 4)) {
      try Circuit(parsing: "R0-X1")
    }
  }

  /// Derivatives against differences, for every element, nested and not.
  @Test(arguments: [
    "R0-p(R1,CPE1)-p(R2,CPE2)-W1", "L1-R0-p(R1,C1)-Wo1", "R0-Zarc1-Ws1", "R0-G1-C1",
    "R0-p(R1-Wo1,C2)", "p(R1-p(R2,CPE2)-W1,CPE1)", "CPE1-R0", "R0-p(CPE1,R1)-p(C2,R2)",
  ])
  func `slopes are the limits of differences`(text: String) throws {
    let model = CircuitModel(try Circuit(parsing: text))
    let grid = SpectrumGrid(MendedSpectrum(ClosedForm.cell(ClosedForm.parameters)))
    let free = Array(0..<model.parameterCount)
    var equations = NormalEquations(model, grid, free: free)
    // Inductances small, since 1 H would drown all differences.
    let x = zip(model.kinds, model.circuit.parameterNames).enumerated().map { k, part in
      part.0 == .exponent ? 0.83 : part.1.hasPrefix("L") ? -16.0 : -3.0 + 0.4 * Double(k)
    }
    equations.evaluate(at: x)
    let gradient = equations.gradient
    for k in free {
      let h = 1e-5
      var sides: [Double] = []
      for sign in [1.0, -1.0] {
        var y = x
        y[k] += sign * h
        equations.evaluate(at: y)
        sides.append(equations.squares)
      }
      // The sum of squares changes by twice Jᵀr.
      let difference = (sides[0] - sides[1]) / (2 * h)
      #expect(abs(difference - 2 * gradient[k]) < 2e-6 * (abs(difference) + 1e-3), "\(text) \(k)")
    }
  }

  @Test func `inner coordinates and values are each other's inverse`() throws {
    let model = CircuitModel(try Circuit(parsing: "R0-p(R1,CPE1)-p(C2,R2)-W1"))
    let values = [0.02, 0.01, 0.2, 0.85, 5.0, 0.03, 0.004]
    for (a, b) in zip(model.values(model.inner(values)), values) { #expect(abs(a / b - 1) < 1e-13) }
  }
}

struct PortableFunctionsTests {
  @Test func `they agree with the C library to a few last bits`() {
    for k in -3000...3000 {
      let x = Double(k) * 0.0731
      #expect(abs(Portable.exp(x) / exp(x) - 1) < 3e-15 * max(1, abs(x)))
      let both = Portable.sineCosine(x)
      #expect(abs(both.sine - sin(x)) < 1e-14)
      #expect(abs(both.cosine - cos(x)) < 1e-14)
      let y = exp(Double(k) * 0.2)
      #expect(abs(Portable.log(y) - log(y)) < 1e-15 * max(1, abs(log(y))) * 4)
    }
  }
}
