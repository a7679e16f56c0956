import CellData

/// MATLAB's file of level 5: every structure with vectors for time, voltage and current is a run.
///
/// The run is called by the names that lead to it, without those that all runs share:
/// `T25.cRate_1C`. Without a unit in a name, numbers are in s, V, A and degC.
enum MATLABFile: RunFormat {
  static let name = "MATLAB 5 file"
  static let hasParts = true

  static func recognises(_ file: BinaryFile) -> Bool { file.bytes.has(MATLABStructure.magic) }

  static func decode(_ file: BinaryFile) throws(RunFileError) -> DecodedRun {
    let structure = try MATLABStructure(file)
    var runs: [Found] = []
    collect(structure.variables, [], into: &runs)
    guard !runs.isEmpty else {
      let names = structure.variables.prefix(12).map { "“\($0.name)”" }
      throw .unknownFormat(
        path: file.path,
        found: "a MATLAB file without vectors of one length for time, voltage and current, "
          + "with the variables \(names.joined(separator: ", "))")
    }
    let names = shortened(runs.map(\.names))
    let place = FilePlace(path: file.path, part: file.part)
    // A single run needs no name, and has none that could be asked for.
    let chosen = runs.count == 1 && file.part == nil ? names[0] : try place.choose(among: names)
    let run = runs[names.firstIndex(of: chosen) ?? 0]
    return try columns(of: run.fields).run(
      format: name, path: file.path, options: file.options)
  }

  private struct Found {
    var names: [String]
    var fields: [(name: String, value: MATLABStructure.Value)]
  }

  /// Adds the runs in these fields and below them.
  private static func collect(
    _ fields: [(name: String, value: MATLABStructure.Value)], _ names: [String],
    into runs: inout [Found]
  ) {
    if isRun(fields) { runs.append(Found(names: names, fields: fields)) }
    for (name, value) in fields {
      if case .fields(let inner) = value { collect(inner, names + [name], into: &runs) }
    }
  }

  private static func isRun(_ fields: [(name: String, value: MATLABStructure.Value)]) -> Bool {
    let vectors = fields.count { if case .numbers = $0.value { true } else { false } }
    guard vectors >= Channel.required.count else { return false }
    let length = length(of: fields)
    guard length > 0 else { return false }
    return ColumnPlan(
      labels: fields.map { field in
        if case .numbers(let numbers) = field.value, numbers.count == length {
          field.name
        } else {
          ""
        }
      }
    ).isComplete
  }

  /// How long the vector for time is; 0 where there is none.
  private static func length(
    of fields: [(name: String, value: MATLABStructure.Value)]
  ) -> Int {
    let plan = ColumnPlan(labels: fields.map(\.name))
    for candidate in plan.candidates[.time] ?? [] {
      if case .numbers(let times) = fields[candidate.column].value { return times.count }
    }
    return 0
  }

  /// The vectors that are as long as the one for time.
  private static func columns(
    of fields: [(name: String, value: MATLABStructure.Value)]
  ) -> LabelledColumns {
    let length = length(of: fields)
    var columns = LabelledColumns()
    for (label, value) in fields {
      switch value {
      case .numbers(let numbers) where numbers.count == length:
        columns.add(label, .numbers(numbers.values()))
      case .texts(let words) where words.count == length: columns.add(label, .words(words))
      case .texts(let words) where words.count == 1 && words[0].unicodeScalars.count == length:
        // One letter a record.
        columns.add(label, .words(words[0].unicodeScalars.map { String($0) }))
      default: break
      }
    }
    return columns
  }

  /// The names joined with points, without the words at either end that all have in common.
  static func shortened(_ names: [[String]]) -> [String] {
    var names = names
    while names.count > 1, let first = names[0].first,
      names.allSatisfy({ $0.count > 1 && $0.first == first })
    {
      for index in names.indices { names[index].removeFirst() }
    }
    while names.count > 1, let last = names[0].last,
      names.allSatisfy({ $0.count > 1 && $0.last == last })
    {
      for index in names.indices { names[index].removeLast() }
    }
    var taken: [String: Int] = [:]
    return names.map { words in
      let joined = words.isEmpty ? "run" : words.joined(separator: ".")
      taken[joined, default: 0] += 1
      let count = taken[joined] ?? 1
      return count == 1 ? joined : "\(joined)_\(count)"
    }
  }
}
