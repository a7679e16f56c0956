/// Which texts a profile may send to an instrument: questions, and three set-up commands.
///
/// A profile may come from a stranger, so that the list is one of what is allowed, not of what is
/// forbidden. A question is one header that ends in `?`, with parameters after a blank; commands
/// cannot be chained, since `;` and control characters are refused. Questions that make the device
/// act (start a measurement, test or calibrate itself, on a source-meter switch its output on) are
/// refused as well.
public enum HarmlessCommand {
  /// The only texts without `?` that may be sent, in short form.
  public static let allowed = ["*CLS", "SYST:HEAD OFF", "SYST:REM"]

  /// First words of questions by which a device does something.
  public static let actingQuestions = [
    "*CAL", "*RST", "*SAV", "*TRG", "*TST", "CAL", "DIAG", "INIT", "READ", "TEST",
  ]

  /// Why a question must not be asked; nil where it may.
  public static func faultOfQuestion(_ text: String) -> String? {
    if let fault = faultOfLetters(text) { return fault }
    let header = text.prefix { $0 != " " }
    guard header.hasSuffix("?"), text.count(where: { $0 == "?" }) == 1, header.count > 1 else {
      return "one question, whose first word ends in “?”"
    }
    let words = short(header.dropLast()).split(separator: ":")
    for acting in actingQuestions where words.contains(where: { $0 == acting }) {
      return "a question that only reads; “\(acting)” makes the device act"
    }
    return nil
  }

  /// Why a set-up command must not be sent; nil where it may.
  public static func faultOfSetUp(_ text: String) -> String? {
    if let fault = faultOfLetters(text) { return fault }
    let words = text.split(separator: " ").map { short($0) }
    guard allowed.contains(words.joined(separator: " ")) else {
      return "one of \(allowed.joined(separator: ", ")): a profile can do nothing but read"
    }
    return nil
  }

  /// Why a question must not be asked of this very instrument; nil where it may.
  ///
  /// On Keithley's source-meters `MEAS?` switches the function and measures anew (reference manual
  /// 2450-901-01 Rev. B, page 6-4); on loads it only reads.
  static func fault(ofQuestion text: String, to identity: String) -> String? {
    guard identity.uppercased().contains("KEITHLEY"),
      short(text.prefix { $0 != "?" }).split(separator: ":").first == "MEAS"
    else { return nil }
    return "“\(text)” makes a source-meter act"
  }

  private static func faultOfLetters(_ text: String) -> String? {
    let isPlain = text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
    guard isPlain, !text.contains(";"), text.utf8.count <= 200 else {
      return "at most 200 letters of plain ASCII on one line, without “;”"
    }
    return nil
  }

  /// The header in capitals, without a leading colon, its words cut to their short form.
  ///
  /// SCPI's short form has four letters, or three where the fourth is a vowel (SCPI-99, 6.2.1).
  private static func short(_ header: some StringProtocol) -> String {
    let words = header.uppercased().split(separator: ":").map { word -> Substring in
      let letters = word.prefix { $0.isLetter || $0 == "*" }
      guard letters.count == word.count, word.count > 4, word.first != "*" else { return word }
      let four = word.prefix(4)
      return "AEIOU".contains(four.last ?? " ") ? four.dropLast() : four
    }
    return words.joined(separator: ":")
  }
}
