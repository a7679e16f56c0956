import Assessment
import CellData
import Figures

/// A figure drawn from the samples of one run.
struct RunFigure {
  var kind: FigureKind
  var path: String
  var chosenRuns: [String]
  var cell: String?
  var reading: ReadingOptions

  func drawing() throws -> any Drawing {
    throw FigureRefusal(kind, en: "not yet", ja: "未対応")
  }
}
