import CellAnalysis
import CellData

/// One impedance spectrum and what was read from it.
public struct ReportSpectrum: Sendable, Equatable, Codable {
  public var input: String
  public var format: String
  public var bytes: Int
  public var sha256: String
  public var points: Int
  public var lowestFrequency: Double?
  public var highestFrequency: Double?
  public var age: Double?
  public var ageUnit: String?
  public var stateOfCharge: Double?
  public var temperature: Double?
  /// False where nothing but the findings is reported.
  public var interpreted: Bool
  public var findings: [ReportSpectrumFinding]
  public var kramersKronig: ReportKramersKronig?
  public var circuit: ReportCircuit?
  public var r1: ReportResistance?
  public var r2: ReportResistance?
  public var r3: ReportResistance?
  public var relaxationTimes: ReportRelaxationTimes?
  /// The points themselves, in order of falling frequency, with what was fitted.
  public var data: [Point]?

  enum CodingKeys: String, CodingKey {
    case input, format, bytes, sha256, points
    case lowestFrequency = "lowestFrequency_Hz"
    case highestFrequency = "highestFrequency_Hz"
    case age, ageUnit
    case stateOfCharge = "stateOfCharge_percent"
    case temperature = "temperature_degC"
    case interpreted, findings, kramersKronig, circuit
    case r1 = "R1_ohm"
    case r2 = "R2_ohm"
    case r3 = "R3_ohm"
    case relaxationTimes, data
  }

  init(_ analysed: AnalysedSpectrum, identities: [Int]) {
    let spectrum = analysed.findings.spectrum
    input = spectrum.name
    format = analysed.format
    bytes = analysed.bytes
    sha256 = analysed.sha256
    points = spectrum.count
    lowestFrequency = spectrum.frequency.last
    highestFrequency = spectrum.frequency.first
    age = spectrum.conditions.age
    ageUnit = age == nil ? nil : spectrum.conditions.ageUnit.rawValue
    stateOfCharge = spectrum.conditions.stateOfCharge?.value
    temperature = spectrum.conditions.temperature?.value
    interpreted = analysed.findings.isInterpreted
    findings = (analysed.readerFindings + spectrum.findings + analysed.findings.findings)
      .map(ReportSpectrumFinding.init)
    kramersKronig = analysed.findings.kramersKronig.map {
      ReportKramersKronig($0, frequencies: spectrum.frequency)
    }
    circuit = analysed.findings.choice.map(ReportCircuit.init)
    if let parts = analysed.findings.resistances {
      r1 = ReportResistance(parts.r1)
      r2 = ReportResistance(parts.r2)
      r3 = parts.r3.map { ReportResistance($0, frequency: parts.frequency) }
    }
    relaxationTimes = analysed.findings.relaxationTimes.map {
      ReportRelaxationTimes($0, points: spectrum.count, identities: identities)
    }
    data = spectrum.count > 0 ? Self.points(of: analysed.findings) : nil
  }
}

extension ReportSpectrum {
  /// One frequency: the impedance, the circuit's, and the residuals of the measurement model.
  public struct Point: Sendable, Equatable, Codable, OneLine {
    public var frequency: Double
    public var real: Double
    /// The true imaginary part, negative where the cell is capacitive.
    public var imaginary: Double
    public var fitReal: Double?
    public var fitImaginary: Double?
    /// (Z − Z_model)/|Z| of the test of Kramers and Kronig, in percent.
    public var residualReal: Double?
    public var residualImaginary: Double?

    enum CodingKeys: String, CodingKey {
      case frequency = "frequency_Hz"
      case real = "real_ohm"
      case imaginary = "imaginary_ohm"
      case fitReal = "fitReal_ohm"
      case fitImaginary = "fitImaginary_ohm"
      case residualReal = "kramersKronigReal_percent"
      case residualImaginary = "kramersKronigImaginary_percent"
    }
  }

  private static func points(of findings: SpectrumFindings) -> [Point] {
    let spectrum = findings.spectrum
    let fit = findings.choice.flatMap { $0.best.real.count == spectrum.count ? $0.best : nil }
    let test = findings.kramersKronig.flatMap {
      $0.modelResidualReal.count == spectrum.count ? $0 : nil
    }
    return (0..<spectrum.count).map { k in
      Point(
        frequency: spectrum.frequency[k], real: spectrum.real[k],
        imaginary: spectrum.imaginary[k], fitReal: fit?.real[k].rounded(digits: 7),
        fitImaginary: fit?.imaginary[k].rounded(digits: 7),
        residualReal: test.map { (100 * $0.modelResidualReal[k]).rounded(digits: 5) },
        residualImaginary: test.map { (100 * $0.modelResidualImaginary[k]).rounded(digits: 5) })
    }
  }
}

/// A finding about a spectrum, with its words.
public struct ReportSpectrumFinding: Sendable, Equatable, Codable {
  public var code: String
  public var severity: String
  public var count: Int
  public var message: Words

  init(_ finding: SpectrumFinding) {
    code = finding.code.rawValue
    severity = finding.severity.rawValue
    count = finding.count
    message = finding.message
  }
}

/// The test of Kramers and Kronig.
public struct ReportKramersKronig: Sendable, Equatable, Codable {
  public var elements: Int
  public var mu: Double
  public var residual: Double
  public var modelElements: Int
  public var modelResidual: Double
  public var limit: Double
  public var trusted: Bool
  /// The frequencies that are not consistent, with what they show.
  public var inconsistent: [Point]
  public var message: Words

  public struct Point: Sendable, Equatable, Codable, OneLine {
    public var frequency: Double
    public var answer: String

    enum CodingKeys: String, CodingKey {
      case frequency = "frequency_Hz"
      case answer
    }
  }

  enum CodingKeys: String, CodingKey {
    case elements, mu
    case residual = "residual_percent"
    case modelElements
    case modelResidual = "modelResidual_percent"
    case limit = "limit_percent"
    case trusted, inconsistent, message
  }

  init(_ test: KramersKronigTest, frequencies: [Double]) {
    elements = test.elements
    mu = test.mu
    residual = 100 * test.rootMeanSquare
    modelElements = test.modelElements
    modelResidual = 100 * test.modelRootMeanSquare
    limit = 100 * test.limit
    trusted = test.isTrusted
    inconsistent = zip(frequencies, test.answers).filter { $0.1 != .consistent }.map {
      Point(frequency: $0.0, answer: $0.1.rawValue)
    }
    message = test.message
  }
}

/// The circuit that was fitted.
public struct ReportCircuit: Sendable, Equatable, Codable {
  public var circuit: String
  public var weights: String
  public var parameters: [Parameter]
  public var residual: Double
  public var starts: Int
  public var reached: Int
  public var candidates: [Candidate]
  /// How much more the next candidate's criterion is.
  public var lead: Double?
  public var reason: Words

  public struct Parameter: Sendable, Equatable, Codable, OneLine {
    public var name: String
    public var value: Double
    public var unit: String
    public var standardError: Double?
    public var low: Double?
    public var high: Double?
    public var profileLow: Double?
    public var profileHigh: Double?
    public var fixed: Bool?
    public var atBound: Bool?
  }

  public struct Candidate: Sendable, Equatable, Codable, OneLine {
    public var circuit: String
    public var criterion: Double
  }

  enum CodingKeys: String, CodingKey {
    case circuit, weights, parameters
    case residual = "residual_percent"
    case starts, reached, candidates, lead, reason
  }

  init(_ choice: CircuitChoice) {
    let fit = choice.best
    circuit = fit.circuit.description
    weights = fit.weights.rawValue
    parameters = fit.parameters.map { p in
      Parameter(
        name: p.name, value: p.value, unit: p.unit, standardError: p.standardError, low: p.low,
        high: p.high, profileLow: p.profile?.low, profileHigh: p.profile?.high,
        fixed: p.isFixed ? true : nil, atBound: p.isAtBound ? true : nil)
    }
    residual = 100 * fit.rootMeanSquare
    starts = fit.starts
    reached = fit.reached
    candidates = choice.candidates.map {
      Candidate(circuit: $0.circuit.description, criterion: $0.criterion)
    }
    lead = choice.lead
    reason = choice.reason
  }
}

/// A distribution of relaxation times; time constants belong to frequencies 1/(2πτ).
public struct ReportRelaxationTimes: Sendable, Equatable, Codable {
  public var method: String
  public var rule: String
  public var lambda: Double
  public var polarisation: Double
  public var residual: Double
  public var peaks: [Peak]
  public var distribution: Distribution?

  /// Rising time constants and γ, whose integral over ln τ is the polarisation.
  public struct Distribution: Sendable, Equatable, Codable, OneLine {
    public var times: [Double]
    public var density: [Double]

    enum CodingKeys: String, CodingKey {
      case times = "timeConstant_s"
      case density = "density_ohm"
    }
  }

  public struct Peak: Sendable, Equatable, Codable, OneLine {
    /// The same in every spectrum of the report.
    public var identity: Int
    public var time: Double
    public var resistance: Double
    public var low: Double
    public var high: Double

    enum CodingKeys: String, CodingKey {
      case identity
      case time = "timeConstant_s"
      case resistance = "resistance_ohm"
      case low = "low_ohm"
      case high = "high_ohm"
    }
  }

  enum CodingKeys: String, CodingKey {
    case method, rule, lambda
    case polarisation = "polarisation_ohm"
    case residual = "residual_percent"
    case peaks, distribution
  }

  init(_ times: RelaxationTimes, points: Int, identities: [Int]) {
    method = times.method.rawValue
    rule = times.rule.rawValue
    lambda = times.lambda
    polarisation = times.polarisation
    residual = 100 * (times.squares / Double(max(points, 1))).squareRoot()
    peaks = zip(times.peaks, identities).map { peak, identity in
      Peak(
        identity: identity, time: peak.time, resistance: peak.resistance, low: peak.low,
        high: peak.high)
    }
    distribution = Distribution(
      times: times.times.map { $0.rounded(digits: 7) },
      density: times.density.map { $0.rounded(digits: 7) })
  }
}
