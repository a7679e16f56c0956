import RunFiles

/// A batch in one process: a line in, a line out, in order and at once.
///
/// Nothing is kept between the lines, and memory does not grow with the length of a file. A file
/// that crashes or hangs takes the process with it: ``WorkerPool`` is for that.
struct BatchStream {
  let settings: StudySettings
  let declared: DeclaredCell?

  /// - Returns: whether every line is `ok` and every verdict `pass`.
  func run() throws -> Bool {
    var input = try InputLines()
    var allPass = true
    while case let lines = try input.next(), !lines.isEmpty {
      for line in lines {
        let answer = answer(BatchRequest(line))
        if !answer.allPass { allPass = false }
        try Terminal.put(answer.line())
      }
    }
    return allPass
  }

  private func answer(_ request: BatchRequest) -> BatchAnswer {
    guard let path = request.path else {
      return BatchAnswer(id: request.id, status: .badInput, message: request.fault)
    }
    var cell = BatchCell(settings, declared: declared, path: path)
    return cell.answer(id: request.id)
  }
}
