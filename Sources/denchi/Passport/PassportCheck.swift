import DeclaredText
import Foundation
import RunFiles

/// Looks a passport file over for what such files get wrong.
struct PassportCheck {
  private(set) var complaints: [String] = []
  private let model: PassportModel
  private var numbers: [PassportValue: Double] = [:]

  init(document: [String: Any], model: PassportModel) {
    self.model = model
    checkKeys(of: document, at: [])
    for field in model.fields { check(field, in: document) }
    compare()
  }

  // MARK: Keys

  /// Keys that the model has below a path; empty where it does not say.
  private func known(below path: [String]) -> [String] {
    let own = model.fields.filter { $0.path.count > path.count && $0.path.starts(with: path) }
    guard !own.isEmpty else { return [] }
    var keys = own.map { $0.path[path.count] }
    for field in own where field.path.count == path.count + 1 {
      keys += field.beside.map(\.key) + field.numbersBeside.map(\.key)
      keys += field.timeKey.map { [$0] } ?? []
    }
    return keys + (model.otherKeys[path.joined(separator: ".")] ?? [])
  }

  private mutating func checkKeys(of object: [String: Any], at path: [String]) {
    let known = known(below: path)
    // The whole Catena-X document has other parts, which are not looked at here.
    let isOpen = path.isEmpty && model == .catenaX
    for (key, value) in object.sorted(by: { $0.key < $1.key }) {
      let place = (path + [key]).joined(separator: ".")
      guard known.contains(key) else {
        if isOpen || known.isEmpty { continue }
        let hint =
          EditDistance.nearest(to: key, among: known).map { "did you mean \($0)?" }
          ?? "known are \(Set(known).sorted().joined(separator: ", "))"
        complaints.append("\(place): the model has no such key; \(hint)")
        continue
      }
      if let inner = value as? [String: Any] { checkKeys(of: inner, at: path + [key]) }
      for entry in value as? [Any] ?? [] {
        if let inner = entry as? [String: Any] { checkKeys(of: inner, at: path + [key]) }
      }
    }
  }

  // MARK: Values

  private mutating func check(_ field: PassportModel.Field, in document: [String: Any]) {
    let path = field.path.joined(separator: ".")
    guard let object = object(of: field, in: document), let key = field.path.last,
      let found = object[key]
    else { return }
    guard let number = found as? NSNumber else {
      complaints.append("\(path): found “\(found)”, expected a number")
      return
    }
    let value = number.doubleValue
    numbers[field.value] = value
    if let words = Self.fault(of: value, in: field) { complaints.append("\(path): \(words)") }
    if let key = field.timeKey, !(object[key] is String) {
      complaints.append("\(path): the time under \(key) is missing beside it")
    }
    for (key, text) in field.beside where object[key] as? String != text {
      let other = object[key].map { "found “\($0)”" } ?? "nothing found"
      complaints.append("\(path): \(other) under \(key), expected “\(text)”")
    }
    if let contradiction = field.contradiction {
      complaints.append("\(path): \(contradiction); say which is meant")
    }
  }

  /// The object that holds the field; in a list the entry with what must stand beside it.
  private func object(
    of field: PassportModel.Field, in document: [String: Any]
  ) -> [String: Any]? {
    var place: Any = document
    for key in field.path.dropLast() {
      guard let inner = (place as? [String: Any])?[key] else { return nil }
      place = inner
    }
    guard field.isInList else { return place as? [String: Any] }
    return (place as? [[String: Any]])?.first { entry in
      field.numbersBeside.allSatisfy { (entry[$0.key] as? NSNumber)?.intValue == $0.number }
        && field.beside.allSatisfy { entry[$0.key] as? String == $0.text }
    }
  }

  private static func fault(of value: Double, in field: PassportModel.Field) -> String? {
    if field.unit != "°C", value < 0 { return "\(value) is below 0" }
    if field.kind == .whole, value != value.rounded() {
      return "\(value) is no whole number, which the field holds"
    }
    switch field.unit {
    case "%" where value > 100 && field.value != .resistanceIncrease:
      return "\(value) % is above 100"
    case "%" where value > 0 && value <= 1 && field.value != .selfDischargeEvolution:
      return "\(value) looks like a share; the field is in percent"
    case "kWh" where value > 1000: return "\(value) looks like Wh; the field is in kWh"
    case "kW" where value > 10_000: return "\(value) looks like W; the field is in kW"
    case "ohm" where value > 10: return "\(value) looks like mΩ; the field is in Ω"
    case "V" where value > 2000: return "\(value) looks like mV; the field is in V"
    case "°C" where value < -100 || value > 200: return "\(value) °C is no temperature of a cell"
    default: return nil
    }
  }

  // MARK: Contradictions

  private mutating func compare() {
    func ascending(_ a: PassportValue, _ b: PassportValue, _ words: String) {
      guard let low = numbers[a], let high = numbers[b], low > high else { return }
      complaints.append("\(words): \(low) above \(high)")
    }
    ascending(.minimumVoltage, .nominalVoltage, "the minimum voltage against the nominal")
    ascending(.nominalVoltage, .maximumVoltage, "the nominal voltage against the maximum")
    ascending(.idleMinimum, .idleMaximum, "the lower idle temperature against the upper")
    ascending(.powerAt20, .powerAt80, "power at 20 % state of charge against that at 80 %")
    if let capacity = numbers[.ratedCapacity], let nominal = numbers[.nominalVoltage],
      let energy = numbers[.ratedEnergy], abs(energy * 1000 / (capacity * nominal) - 1) > 0.05
    {
      complaints.append(
        "the rated energy \(energy) kWh is not rated capacity times nominal voltage, "
          + "\(capacity * nominal / 1000) kWh, within 5 %")
    }
    if let now = numbers[.remainingCapacity], let rated = numbers[.ratedCapacity],
      let fade = numbers[.capacityFade], abs((1 - now / rated) * 100 - fade) > 1
    {
      complaints.append(
        "a capacity fade of \(fade) % does not fit \(now) Ah left of rated \(rated) Ah")
    }
  }
}
