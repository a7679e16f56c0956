import CellData

/// Finds what cannot be meant in the profile of a text instrument.
struct TextChecker {
  typealias Fault = ProfileChecker.Fault

  let profile: Profile
  let text: TextProfile

  func faults() -> [Fault] {
    questionFaults() + setUpFaults() + identityFaults() + requestFaults()
  }

  private func questionFaults() -> [Fault] {
    var questions = [("text.identity.ask", text.identity.ask)]
    questions += text.checks.enumerated().map { ("text.checks[\($0)].ask", $1.ask) }
    questions += text.requests.enumerated().map { ("text.requests[\($0)].ask", $1.ask) }
    if let check = text.setUpCheck { questions.append(("text.setUpCheck.ask", check.ask)) }
    if let query = text.errorQuery { questions.append(("text.errorQuery.ask", query.ask)) }
    return questions.compactMap { key, question in
      let asked = question.split(separator: "{input}", omittingEmptySubsequences: false)
        .joined(separator: "1")
      return HarmlessCommand.faultOfQuestion(asked).map {
        Fault(key: key, message: "found “\(question)”, expected \($0).")
      }
    }
  }

  private func setUpFaults() -> [Fault] {
    text.setUp.enumerated().compactMap { i, command in
      HarmlessCommand.faultOfSetUp(command.send).map {
        Fault(key: "text.setUp[\(i)].send", message: "found “\(command.send)”, expected \($0).")
      }
    }
  }

  private func identityFaults() -> [Fault] {
    guard text.identity.expectations.isEmpty else { return [] }
    return [
      Fault(
        key: "text.identity.expect",
        message: "found nothing, expected a beginning that tells this device from others.")
    ]
  }

  private func requestFaults() -> [Fault] {
    var faults: [Fault] = []
    for (i, request) in text.requests.enumerated() {
      let path = "text.requests[\(i)]"
      let mine = text.values.filter {
        if case .part(_, i) = $0.place { true } else { false }
      }
      if mine.isEmpty {
        faults.append(
          Fault(key: path, message: "found a request that no value uses, expected it gone."))
      }
      if request.separator.isEmpty, request.parts > 1 {
        faults.append(
          Fault(key: "\(path).separator", message: "found nothing, expected what parts the parts."))
      }
      for (key, list) in [("written", request.written), ("suffixes", request.suffixes)]
      where !list.isEmpty && list.count != request.parts {
        faults.append(
          Fault(
            key: "\(path).\(key)",
            message: "found \(list.count), expected one for each of the \(request.parts) parts."))
      }
      if profile.inputs.maximum > 1, mine.contains(where: \.isPerInput),
        !request.ask.contains("{input}"), request.parts < profile.inputs.maximum
      {
        faults.append(
          Fault(
            key: "\(path).ask",
            message: "found no “{input}” in it, expected one: every input would give the same."))
      }
    }
    for (i, value) in text.values.enumerated() {
      switch value.sign {
      case .own, nil: break
      default:
        faults.append(
          Fault(
            key: "text.values[\(i)].sign",
            message: "found a state, expected positive-is-charge or positive-is-discharge: text "
              + "instruments give the sign themselves."))
      }
    }
    return faults
  }
}
