import CellData

extension SampleBench {
  /// `cell.json`: what a person declares.
  var declarationText: String {
    let cell = declaration
    return JSONText.object([
      ("id", cell.id.map(JSONText.text)),
      ("casing", cell.casing.map { .text($0.rawValue) }),
      ("dimensions_mm", cell.dimensions.map(Self.json)),
      ("mass_g", Self.json(cell.mass)),
      ("ratedCapacity_Ah", Self.json(cell.ratedCapacity)),
      ("nominalVoltage_V", Self.json(cell.nominalVoltage)),
      ("minimumVoltage_V", Self.json(cell.minimumVoltage)),
      ("maximumVoltage_V", Self.json(cell.maximumVoltage)),
      ("cathode", cell.cathode.map(Self.json)),
      ("use", cell.use.map { .text($0.rawValue) }),
      ("instruments", .array(cell.instruments.map(Self.json))),
      ("declaredBy", cell.declaredBy.map(JSONText.text)),
    ]).document
  }

  private static func json<U: Unit>(_ number: Declared<U>?) -> JSONText? {
    number.map { .literal($0.number.description) }
  }

  private static func json(_ dimensions: Cell.Dimensions) -> JSONText {
    var members: [(key: String, value: JSONText?)]
    switch dimensions.shape {
    case .cylinder(let diameter, let height):
      members = [("diameter", json(diameter)), ("height", json(height))]
    case .prism(let width, let height, let thickness):
      members = [
        ("width", json(width)), ("height", json(height)), ("thickness", json(thickness)),
      ]
    }
    members.append(("basis", dimensions.basis.map(JSONText.text)))
    members.append(("tolerance_mm", json(dimensions.tolerance)))
    return .object(members)
  }

  private static func json(_ cathode: Cell.Cathode) -> JSONText {
    .object([
      ("chemistry", cathode.chemistry.map(JSONText.text)),
      ("nickelRatio_percent", json(cathode.nickelRatio)),
      ("basis", cathode.basis.map(JSONText.text)),
    ])
  }

  private static func json(_ instrument: Cell.Instrument) -> JSONText {
    func literal(_ number: DeclaredNumber?) -> JSONText? { number.map { .literal($0.description) } }
    return .object([
      ("name", .text(instrument.name)),
      ("quantity", .text(instrument.quantity)),
      ("readingPercent", literal(instrument.readingPercent)),
      ("fullScalePercent", literal(instrument.fullScalePercent)),
      ("fullScale", literal(instrument.fullScale)),
      ("resolution", literal(instrument.resolution)),
      ("calibrationCertificate", instrument.calibrationCertificate.map(JSONText.text)),
    ])
  }

  /// `expected.json`: the truth that an analysis of the run is compared with.
  func expectedText(of run: VirtualRun) -> String {
    let truth = RateTruth(of: run, intervals: 50)
    return JSONText.object([
      ("schema", .text("urn:denchi:sample-truth:1")),
      ("bench", .text(name)),
      ("model", .text(parameters.isLinear ? "linear" : "realistic")),
      ("seed", .literal(String(seed))),
      ("run", .text(Self.runName)),
      ("rows", .number(Double(run.samples.count))),
      ("cutOffVoltage_V", .number(cutOff.value)),
      ("ambientTemperature_degC", .number(ambientTemperature.value)),
      ("instrument", Self.json(instrument)),
      ("referenceCapacity_Ah", truth.map { .rounded($0.referenceCapacity.value, decimals: 9) }),
      ("discharges", truth.map { .array($0.discharges.map(json)) }),
      ("atDepthOfDischarge", truth.map { .array($0.depths.map(Self.json)) }),
    ]).document
  }

  private static func json(_ instrument: TestInstrument) -> JSONText {
    .object([
      ("voltageNoise_V", .number(instrument.voltage.noise)),
      ("voltageResolution_V", .number(1 / instrument.voltage.countsPerUnit)),
      ("currentNoise_A", .number(instrument.current.noise)),
      ("currentResolution_A", .number(1 / instrument.current.countsPerUnit)),
      ("temperatureNoise_degC", instrument.temperature.map { .number($0.noise) }),
      ("temperatureResolution_degC", instrument.temperature.map { .number(1 / $0.countsPerUnit) }),
      ("controlInterval_s", .number(1 / Double(instrument.controlRate))),
      ("currentSettingFactor", .number(instrument.currentSettingFactor)),
      ("leakageAtRest_A", .number(instrument.leakage.value)),
    ])
  }

  private func json(_ discharge: RateTruth.Discharge) -> JSONText {
    .object([
      ("step", .number(Double(discharge.step))),
      ("current_A", .rounded(discharge.current.value, decimals: 9)),
      ("cRate", cRate(discharge).map { .rounded($0, decimals: 6) }),
      ("capacity_Ah", .rounded(discharge.capacity.value, decimals: 9)),
      ("energy_Wh", .rounded(discharge.energy.value, decimals: 9)),
      ("meanVoltage_V", .rounded(discharge.meanVoltage.value, decimals: 9)),
      ("duration_s", .rounded(discharge.duration.value, decimals: 5)),
      ("chargeToStop_Ah", .rounded(discharge.chargeToStop.value, decimals: 9)),
      ("stateOfChargeAtStart", .rounded(discharge.stateOfChargeAtStart, decimals: 9)),
      ("maxTemperature_degC", .rounded(discharge.highestTemperature.value, decimals: 4)),
    ])
  }

  private func cRate(_ discharge: RateTruth.Discharge) -> Double? {
    declaration.ratedCapacity.map { discharge.current.value / $0.quantity.value }
  }

  private static func json(_ depth: RateTruth.Depth) -> JSONText {
    .compact(
      .object([
        ("depthOfDischarge", .rounded(depth.depthOfDischarge, decimals: 6)),
        ("charge_Ah", .rounded(depth.charge.value, decimals: 9)),
        ("E0_V", .rounded(depth.openCircuitVoltage.value, decimals: 9)),
        ("r_ohm", .rounded(depth.resistance.value, decimals: 9)),
      ]))
  }
}
