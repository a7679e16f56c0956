/// The capacity fade as an engineer would note it.
struct CapacityFadeText {
  let fade: ReportCapacityFade

  init(_ fade: ReportCapacityFade) { self.fade = fade }

  var lines: [String] {
    [record, reference, health, tests, rate, law, knee, end].compactMap(\.self) + trends + modes
      + peaks + stretches
  }

  // MARK: What was taken

  private var record: String {
    let excluded = fade.points.compactMap(\.exclusion)
    let counted = fade.points.count - excluded.count
    let files = fade.inputs.count > 1 ? " in \(fade.inputs.count) files (\(order))" : ""
    guard !excluded.isEmpty else { return "\(counted) cycles\(files), all count" }
    let reasons = Set(excluded).sorted().map { reason in
      "\(excluded.count { $0 == reason }) \(reason)"
    }
    let kind = fade.series == "reference-tests" ? " (the slow reference tests)" : ""
    return "\(fade.points.count) cycles\(files), \(counted) count\(kind); left out: "
      + reasons.joined(separator: ", ")
  }

  private var order: String {
    switch fade.orderProof {
    case "wall-clock": "in the order of their clocks"
    case "names-month-day-year": "in the order of the dates in their names"
    default: "in the order of their names, which proves nothing"
    }
  }

  /// The reference by name, where it is not the first cycle of all.
  private var reference: String? {
    guard fade.reference.cycle > 1 else { return nil }
    return "the reference is cycle \(fade.reference.cycle), the first that counts: what was lost "
      + "before it is not in these numbers"
  }

  // MARK: What was lost

  private var health: String {
    let share = 100 * fade.stateOfHealth.onFirstReferenceCycle
    let rated = fade.stateOfHealth.onRatedCapacity.map { share in
      ", \((100 * share).significant(4)) % of the rated "
        + "\((fade.reference.ratedCapacity ?? 0).significant(5)) Ah"
    }
    let day = fade.stateOfHealth.day.map { " (day \($0.significant(4)))" } ?? ""
    return "state of health \(share.significant(4)) % at cycle \(fade.stateOfHealth.cycle)\(day), "
      + "against \(fade.reference.capacity.significant(5)) Ah of cycle "
      + "\(fade.reference.cycle)\(rated ?? "")"
  }

  private var tests: String? {
    guard let tests = fade.referenceTests, fade.series != "reference-tests",
      let first = tests.cycles.first, let last = tests.cycles.last
    else { return nil }
    return
      "reference tests: \((100 * tests.stateOfHealth).significant(4)) % of cycle \(first) left "
      + "at cycle \(last) (\(tests.firstCapacity.significant(5)) → "
      + "\(tests.lastCapacity.significant(5)) Ah)"
  }

  private var rate: String? {
    guard let rates = fade.fadeRates else { return nil }
    let parts = [
      rates.perCycle.map { "\(span($0)) % per cycle" },
      rates.perAmpereHour.map { "\($0.value.significant(3)) % per Ah" },
      rates.perDay.map { day in
        rates.perCycle == nil
          ? "\(span(day)) % per day" : "\(day.value.significant(3)) % per day"
      },
    ].compactMap(\.self)
    let missing = rates.perCycle == nil ? "; per cycle nobody knows, cycles are missing" : ""
    return "mean fade " + parts.joined(separator: ", ") + missing
  }

  // MARK: By what law, and until when

  private var law: String? {
    guard let best = fade.models.first else { return nil }
    let other = fade.models.first { $0.law != best.law }
    let shape = best.parameters.last.flatMap { last -> String? in
      ["exponent", "rate"].contains(last.name) && best.law != "exponential"
        ? ", \(last.name) \(span(last.value, last.low, last.high))" : nil
    }
    let lead = other.map {
      "; the next, \($0.law), is behind by \(($0.aicc - best.aicc).significant(3)) in AICc"
    }
    let doubt = best.residualsLookRandom ? "" : "; caution: its residuals are not random"
    return "law: \(best.law)\(shape ?? ""), residual "
      + "\((100 * best.residualDeviation).significant(2)) %\(lead ?? "")\(doubt)"
  }

  private var knee: String {
    guard let onset = fade.knee.onset else {
      if fade.knee.answer == "missing-stretch" {
        return "knee: not looked for, cycles are missing between the files"
      }
      let more = fade.knee.moreCyclesNeeded.map { " (\($0) more cycles are needed to tell)" }
      return "no knee in the data\(more ?? "")"
    }
    let point = fade.knee.point.map { ", the lines cross at cycle \(rounded($0))" } ?? ""
    return "knee: begins at cycle \(rounded(onset))\(point)"
  }

  private var end: String {
    let end = fade.endOfLife
    let name = "\((100 * end.threshold).significant(3)) %"
    if let cycle = end.cycle { return "\(name) reached at cycle \(rounded(cycle))" }
    if let by = end.byCycle { return "\(name) was passed within the first \(by.fixed(0)) cycles" }
    if let gap = end.missingStretch {
      func place(_ cycle: Double, _ day: Double?) -> String {
        "cycle \(cycle.fixed(0))" + (day.map { " (day \($0.significant(4)))" } ?? "")
      }
      return "\(name) was reached between \(place(gap.afterCycle, gap.afterDay)) and "
        + "\(place(gap.beforeCycle, gap.beforeDay)), where nothing was recorded"
    }
    if let projection = end.projection { return projected(projection, name) }
    return refused(name)
  }

  private func projected(_ projection: ReportEndOfLife.Projection, _ name: String) -> String {
    let laws = projection.laws.map { "\($0.law) \((100 * $0.share).fixed(0)) %" }
      .joined(separator: ", ")
    let knee = projection.lowWithoutKnee.map {
      "; without a knee not before \($0.fixed(0)), a knee from now on is allowed for"
    }
    return "\(name) projected for cycle \(rounded(projection.cycle))\(knee ?? "") [\(laws)]"
  }

  private func refused(_ name: String) -> String {
    let refusal = fade.endOfLife.refusal
    let reason =
      switch refusal?.reason {
      case "too-few-cycles": "too few cycles"
      case "no-fade": "no fade that can be told from noise"
      case "too-far": "its end lies too far beyond the record"
      case "missing-stretch": "cycles are missing between the files"
      default: "unknown"
      }
    let early = refusal?.notBefore.map { ", not before cycle \($0.fixed(0)) even with a knee" }
    let more = refusal?.moreCyclesNeeded.map { "; about \($0) more cycles would tell" }
    return "\(name) not reached and not projected: \(reason)\(early ?? "")\(more ?? "")"
  }

  private var stretches: [String] {
    fade.missingStretches.map {
      "no record for \($0.days.significant(3)) days between \($0.after) and \($0.before)"
    }
  }
}

extension CapacityFadeText {
  // MARK: Signs of the mechanism

  private var trends: [String] {
    guard let trends = fade.trends else { return [] }
    let resistance = trends.startResistance.map {
      "resistance at the start of discharge \(($0.first * 1000).significant(4)) → "
        + "\(($0.last * 1000).significant(4)) mΩ (\(signed($0.increase)) %), within "
        + "\($0.samplingInterval.significant(2)) s"
    }
    let trigger = trends.voltageTrigger.map {
      "resistance cannot be followed: the tester wrote the first sample of a discharge when the "
        + "voltage had moved by \($0.significant(3)) V, not after a set time"
    }
    let parts = [
      trends.coulombicEfficiency.map { "coulombic \(percents($0.first)) → \(percents($0.last)) %" },
      trends.energyEfficiency.map { "energy \(percents($0.first)) → \(percents($0.last)) %" },
    ].compactMap(\.self)
    let efficiency = parts.isEmpty ? nil : "efficiency: " + parts.joined(separator: ", ")
    return [resistance, trigger, efficiency].compactMap(\.self)
  }

  private var modes: [String] {
    guard let modes = fade.degradationModes else { return [] }
    if let refusal = modes.refusal { return ["half cells: \(refusal.en)"] }
    return modes.series.flatMap { series -> [String] in
      let head = "half cells, \(series.direction) at \(series.rate.significant(2))C"
      guard let first = series.ages.first, let last = series.ages.last else { return [] }
      guard let lithium = last.lossOfLithiumInventory, let positive = last.lossOfPositiveMaterial,
        let negative = last.lossOfNegativeMaterial
      else {
        return ["\(head): one sweep only (cycle \(first.cycle)), so nothing to compare with"]
      }
      let codes = Set((first.warnings + last.warnings).map(\.code))
      let warnings = (first.warnings + last.warnings).filter { codes.contains($0.code) }
        .reduce(into: [String]()) { if !$0.contains($1.message.en) { $0.append($1.message.en) } }
      return [
        "\(head), cycle \(first.cycle) to \(last.cycle): lost lithium \(loss(lithium)), positive "
          + "\(loss(positive)), negative \(loss(negative))"
      ] + warnings.map { "  caution: \($0)" }
    }
  }

  private func loss(_ interval: ReportInterval) -> String {
    "\((100 * interval.value).fixed(1)) % (\((100 * interval.low).fixed(1)) to "
      + "\((100 * interval.high).fixed(1)))"
  }

  /// The two highest peaks of each direction at both ends of the record.
  private var peaks: [String] {
    ["charge", "discharge"].compactMap { direction in
      let curves = fade.incrementalCapacity.filter { $0.direction == direction }
      guard let first = curves.first, let last = curves.last, curves.count > 1 else { return nil }
      let moved = first.peaks.sorted { $0.height > $1.height }.prefix(2).compactMap { peak in
        last.peaks.first { $0.identity == peak.identity }.map { later in
          "\(peak.position.fixed(3)) → \(later.position.fixed(3)) V, "
            + "\(peak.height.significant(3)) → \(later.height.significant(3)) Ah/V"
        }
      }
      let gone = first.peaks.count { peak in
        !last.peaks.contains { $0.identity == peak.identity }
      }
      guard !moved.isEmpty || gone > 0 else { return nil }
      let lost = gone > 0 ? ["\(gone) of \(first.peaks.count) not found at the end"] : []
      return "dQ/dV of the \(direction)s, cycle \(first.cycle) to \(last.cycle): "
        + (moved + lost).joined(separator: "; ")
    }
  }

  // MARK: Numbers

  private func signed(_ value: Double) -> String {
    (value > 0 ? "+" : "") + value.significant(2)
  }

  private func percents(_ share: Double) -> String { (100 * share).significant(4) }

  private func rounded(_ interval: ReportInterval) -> String {
    "\(interval.value.fixed(0)) (\(interval.low.fixed(0)) to \(interval.high.fixed(0)))"
  }

  private func span(_ interval: ReportInterval) -> String {
    span(interval.value, interval.low, interval.high)
  }

  private func span(_ value: Double, _ low: Double, _ high: Double) -> String {
    "\(value.significant(3)) (\(low.significant(3)) to \(high.significant(3)))"
  }
}
