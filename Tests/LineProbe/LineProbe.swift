import Instruments

/// Lines and register banks moved by hand or by a judge, one command a line of standard input.
///
/// ```
/// open CONNECTION [SLOWEST_MS]                       ok
/// read UNIT TABLE ADDRESS COUNT SPARE DEADLINE_MS    ok MICROSECONDS VALUE...
/// send HEX DEADLINE_MS                               ok MICROSECONDS
/// receive LIMIT DEADLINE_MS                          ok MICROSECONDS HEX
/// settle DEADLINE_MS      close      state           ok ...
/// ```
/// What fails answers `error KIND MICROSECONDS TEXT`. With arguments it measures or proves instead:
/// see ``RateOfReads``, ``HonestyOfReads`` and ``CostOfProfiles``.
@main
enum LineProbe {
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch arguments.first {
    case nil: converse()
    case "rate": RateOfReads(arguments.dropFirst())?.run() ?? misuse()
    case "honesty": HonestyOfReads(arguments.dropFirst())?.run() ?? misuse()
    case "profile": CostOfProfiles(arguments.dropFirst())?.run() ?? misuse()
    default: misuse()
    }
  }

  private static func misuse() {
    print(
      "usage: line-probe [rate \(RateOfReads.usage) | honesty \(HonestyOfReads.usage) "
        + "| profile \(CostOfProfiles.usage)]")
  }

  private static func converse() {
    var conversation = Conversation()
    while let line = readLine() {
      let words = line.split(separator: " ").map(String.init)
      guard !words.isEmpty else { continue }
      Console.say(conversation.answer(to: words))
    }
  }
}
