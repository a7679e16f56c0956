public import ArgumentParser
import Assessment
import CellData
public import Figures
import RunFiles

extension FigureKind: ExpressibleByArgument {}
extension FigureLanguage: ExpressibleByArgument {}
extension Retention.Abscissa: ExpressibleByArgument {}

/// `denchi figure`: one figure as SVG.
struct FigureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "figure", abstract: "Draw one figure as SVG.",
    discussion: """
      The input is a report.json, or what `denchi analyze` takes: a cell's folder, data files, or \
      an archive with --run. strip, sparkline and voltage-window are drawn from the samples of one \
      run; all other figures from the findings, and so from a report as well.

      KINDS
        discharge-capacity  discharge-time  voltage-current  resistance-depth  capacity-rate
        ragone  retention  incremental-capacity  differential-voltage  nyquist  bode
        impedance-residual  relaxation-times  resistance-age  verdict-gauge  uncertainty-budget
        strip  sparkline  voltage-window

      EXAMPLES
        denchi figure discharge-capacity SampleRuns/cylindrical-21700 --output curves.svg
        denchi figure voltage-current report.json --depth 20 --lang ja --output E-I.svg
        denchi figure strip SampleRuns/pouch-ncm/rate-test.bdf.csv > strip.svg

      EXIT CODES
        0  drawn
        2  the command line is wrong
        3  the input cannot be read, or holds nothing that the figure shows; the message says what
           it would need
        6  the output cannot be written
      """)

  @Argument(help: ArgumentHelp("Which figure.", valueName: "kind"))
  var kind: FigureKind

  @Argument(help: "A report, or folders and files of one cell.")
  var inputs: [String]

  @Option(help: "The language of the words.")
  var lang = FigureLanguage.en

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where the figure goes, if not to standard output.", valueName: "file"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "voltage-current: depth of discharge in percent, a multiple of 10, or `mean`.",
      valueName: "percent"))
  var depth = "50"

  @Option(
    name: .customLong("x"),
    help: ArgumentHelp(
      "discharge-capacity: `depth` for percent of the slowest; retention: cycles, "
        + "equivalent-full-cycles or days.", valueName: "quantity"))
  var abscissa: String?

  @Option(help: ArgumentHelp("verdict-gauge: the rule.", valueName: "id"))
  var rule: String?

  @Option(help: ArgumentHelp("Impedance: the spectrum, counted from 1.", valueName: "number"))
  var spectrum: Int?

  @Option(help: ArgumentHelp("What is declared of the cell.", valueName: "file"))
  var cell: String?

  @Option(
    name: .customLong("run"),
    help: ArgumentHelp("A run of an archive by number or name.", valueName: "run"))
  var chosenRuns: [String] = []

  @OptionGroup(title: "Columns") var reading: ReadingOptions

  func validate() throws {
    guard !inputs.isEmpty else { throw ValidationError("Name an input.") }
    _ = try reading.options()
    _ = try choice()
  }

  func run() throws {
    do {
      let figure = try figure()
      let text = Array(figure.svg().utf8)
      guard let output else { return try Terminal.put(text) }
      try WholeFile.write(text, to: output)
    } catch let refusal as FigureRefusal {
      throw Failure(
        .badInput,
        "\(inputs.joined(separator: ", ")): \(refusal.kind.rawValue) cannot be drawn: "
          + "\(refusal.reason.text(in: lang)).")
    } catch let error as RunWriteError {
      throw Failure(.unwritable, "\(error)")
    }
  }

  private func figure() throws -> Figure {
    if kind.isOfRun, inputs.count == 1, !WrittenReport.isReport(path: inputs[0]) {
      return try RunFigure(
        kind: kind, path: inputs[0], chosenRuns: chosenRuns, cell: cell, reading: reading
      ).drawing().figure(in: lang)
    }
    return try kind.drawing(of: try report(), try choice()).figure(in: lang)
  }

  private func report() throws -> Report {
    if inputs.count == 1, WrittenReport.isReport(path: inputs[0]) {
      return try WrittenReport.read(path: inputs[0])
    }
    return try CellReport(paths: inputs, cell: cell, chosenRuns: chosenRuns, reading: reading)
      .made().report
  }

  private func choice() throws -> FigureChoice {
    var choice = FigureChoice()
    if depth == "mean" {
      choice.depth = nil
    } else {
      guard let percent = Double(depth), percent >= 0, percent <= 100,
        percent.truncatingRemainder(dividingBy: 10) == 0
      else {
        throw ValidationError(
          "--depth wants a multiple of 10 up to 100, or `mean`, found “\(depth)”.")
      }
      choice.depth = percent / 100
    }
    if let spectrum {
      guard spectrum >= 1 else { throw ValidationError("--spectrum counts from 1.") }
      choice.spectrum = spectrum
    }
    choice.rule = rule
    guard let abscissa else { return choice }
    if kind == .dischargeCapacity, abscissa == "depth" || abscissa == "capacity" {
      choice.isByDepth = abscissa == "depth"
    } else if kind == .retention, let life = Retention.Abscissa(rawValue: abscissa) {
      choice.life = life
    } else {
      throw ValidationError(
        "--x \(abscissa) is nothing for \(kind.rawValue); discharge-capacity takes capacity or "
          + "depth, retention cycles, equivalent-full-cycles or days.")
    }
    return choice
  }
}
