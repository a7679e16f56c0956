/// The capacity fade as an engineer would note it.
struct CapacityFadeText {
  let fade: ReportCapacityFade

  init(_ fade: ReportCapacityFade) { self.fade = fade }

  var lines: [String] { [record, health, rate, law, knee, end].compactMap(\.self) + stretches }

  private var record: String {
    let excluded = fade.points.compactMap(\.exclusion)
    let counted = fade.points.count - excluded.count
    guard !excluded.isEmpty else { return "\(counted) cycles, all comparable" }
    let reasons = Set(excluded).sorted().map { reason in
      "\(excluded.count { $0 == reason }) \(reason)"
    }
    return "\(fade.points.count) cycles, \(counted) comparable; left out: "
      + reasons.joined(separator: ", ")
  }

  private var health: String {
    let share = 100 * fade.stateOfHealth.onFirstReferenceCycle
    let rated = fade.stateOfHealth.onRatedCapacity.map {
      ", \((100 * $0).significant(4)) % of rated"
    }
    return "state of health \(share.significant(4)) % at cycle \(fade.stateOfHealth.cycle), "
      + "against \(fade.reference.capacity.significant(5)) Ah of cycle "
      + "\(fade.reference.cycle)\(rated ?? "")"
  }

  private var rate: String? {
    guard let rates = fade.fadeRates else { return nil }
    let day = rates.perDay.map { ", \($0.value.significant(3)) % per day" } ?? ""
    return "mean fade \(span(rates.perCycle)) % per cycle, "
      + "\(rates.perAmpereHour.value.significant(3)) % per Ah\(day)"
  }

  private var law: String? {
    guard let best = fade.models.first else { return nil }
    let other = fade.models.first { $0.law != best.law }
    let lead = other.map { "; next \($0.law), AICc +\(($0.aicc - best.aicc).significant(3))" }
    let doubt = best.residualsLookRandom ? "" : "; its residuals are not random"
    return "best law: \(best.law), residual "
      + "\((100 * best.residualDeviation).significant(2)) %\(lead ?? "")\(doubt)"
  }

  private var knee: String {
    guard let onset = fade.knee.onset else {
      let more = fade.knee.moreCyclesNeeded.map { " (\($0) more cycles needed to tell)" }
      return fade.knee.answer == "missing-stretch"
        ? "knee: not looked for, cycles are missing between the files"
        : "no knee in the data\(more ?? "")"
    }
    let point = fade.knee.point.map { ", point at cycle \(rounded($0))" } ?? ""
    return "knee: onset at cycle \(rounded(onset))\(point)"
  }

  private var end: String {
    let name = "\((100 * fade.endOfLife.threshold).significant(3)) %"
    if let cycle = fade.endOfLife.cycle { return "\(name) reached at cycle \(rounded(cycle))" }
    if let after = fade.endOfLife.afterCycle {
      return "\(name) reached after cycle \(after.significant(5)), where no record is"
    }
    if let projection = fade.endOfLife.projection {
      let laws = projection.laws.map(\.law).joined(separator: ", ")
      let knee = projection.allowsForLaterKnee ? "; the early end allows for a knee" : ""
      return "\(name) projected for cycle \(rounded(projection.cycle)) (\(laws)\(knee))"
    }
    let more = fade.endOfLife.refusal?.moreCyclesNeeded.map { "; about \($0) more cycles needed" }
    return "\(name) not reached, no projection: "
      + "\(fade.endOfLife.refusal?.reason ?? "unknown")\(more ?? "")"
  }

  private var stretches: [String] {
    fade.missingStretches.map {
      "no record for \($0.days.significant(3)) days between \($0.after) and \($0.before)"
    }
  }

  private func rounded(_ interval: ReportInterval) -> String {
    "\(interval.value.fixed(0)) (\(interval.low.fixed(0)) to \(interval.high.fixed(0)))"
  }

  private func span(_ interval: ReportInterval) -> String {
    "\(interval.value.significant(3)) (\(interval.low.significant(3)) to "
      + "\(interval.high.significant(3)))"
  }
}
