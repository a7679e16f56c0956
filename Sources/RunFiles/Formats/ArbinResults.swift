import CellData

/// Arbin's `*.res`: a Jet 4 database whose records stand in one table, in any order.
///
/// Records are sorted by `Data_Point`, as the maker's software shows them. A file with several
/// tests holds as many runs, called by their `Test_ID`.
enum ArbinResults: RunFormat {
  static let name = "Arbin res"
  static let hasParts = true
  private static let records = "Channel_Normal_Table"

  static func recognises(_ file: BinaryFile) -> Bool { file.bytes.has(JetDatabase.magic) }

  static func decode(_ file: BinaryFile) throws(RunFileError) -> DecodedRun {
    guard let database = JetDatabase(file.bytes) else {
      throw .unknownFormat(
        path: file.path,
        found: "an Access database that is not of Jet 4, is encrypted or damaged; mdb-export of "
          + "mdbtools may turn its tables into CSV")
    }
    guard let table = database.table(records) else {
      let names = database.tableNames.prefix(12).map { "“\($0.prefix(40))”" }
      throw .unknownFormat(
        path: file.path,
        found: "an Access database without the table \(records) of Arbin's results, with "
          + names.joined(separator: ", "))
    }
    let rows = try Rows(table, path: file.path)
    let place = FilePlace(path: file.path, part: file.part)
    let tests = rows.tests
    if tests.isEmpty {
      throw .damaged(path: file.path, byte: 0, reason: "the table \(records) holds no record")
    }
    let chosen = try place.choose(among: tests.map { "test\($0)" })
    let test = tests.first { "test\($0)" == chosen } ?? 0
    let columns = rows.columns(of: test)
    var run = try columns.labelled.run(format: name, path: file.path, options: file.options)
    addTemperatures(database, test: test, points: columns.points, to: &run)
    return run
  }

  /// The numbers of the record table, row after row.
  private struct Rows {
    private let labels: [String]
    private var values: [[Double]]
    private var testIDs: [Int] = []
    private var points: [Double] = []

    init(_ table: JetTable, path: String) throws(RunFileError) {
      guard let test = table.column("Test_ID"), let point = table.column("Data_Point") else {
        throw .damaged(
          path: path, byte: 0, reason: "the records lack the columns Test_ID and Data_Point")
      }
      let columns = table.columns.filter { !["Test_ID", "Data_Point"].contains($0.name) }
      labels = columns.map(\.name)
      var values = [[Double]](repeating: [], count: columns.count)
      var tests: [Int] = []
      var points: [Double] = []
      table.forEachRow { row in
        let number = row.number(point)
        guard let id = Int(exactly: row.number(test)), !number.isNaN else { return }
        tests.append(id)
        points.append(number)
        for (index, column) in columns.enumerated() { values[index].append(row.number(column)) }
      }
      self.values = values
      testIDs = tests
      self.points = points
    }

    var tests: [Int] { Set(testIDs).sorted() }

    /// The columns of one test in the order of its data points.
    func columns(of test: Int) -> (labelled: LabelledColumns, points: [Double]) {
      let order = testIDs.indices.filter { testIDs[$0] == test }
        .sorted { (points[$0], $0) < (points[$1], $1) }
      var labelled = LabelledColumns()
      for (label, column) in zip(labels, values) {
        let sorted = order.map { column[$0] }
        // Arbin's dates are days since 1899-12-30 by the clock of the computer.
        labelled.add(
          label,
          .numbers(
            label == "DateTime" ? sorted.map { (($0 - 25_569) * 86_400e3).rounded() / 1e3 } : sorted
          ))
      }
      return (labelled, order.map { points[$0] })
    }
  }

  /// Brings in the auxiliary temperatures, by the number of the record.
  private static func addTemperatures(
    _ database: JetDatabase, test: Int, points: [Double], to run: inout DecodedRun
  ) {
    guard let table = database.table("Auxiliary_Table"),
      let id = table.column("Test_ID"), let point = table.column("Data_Point"),
      let index = table.column("Auxiliary_Index"), let type = table.column("Data_Type"),
      let value = table.column("X")
    else { return }
    var sensors: [Int: [Double: Double]] = [:]
    table.forEachRow { row in
      // Type 1 is temperature in degC; 0 is a voltage.
      guard row.number(id) == Double(test), row.number(type) == 1,
        let sensor = Int(exactly: row.number(index))
      else { return }
      if sensors[sensor] != nil || sensors.count < 64 {
        sensors[sensor, default: [:]][row.number(point)] = row.number(value)
      }
    }
    for (sensor, found) in sensors.sorted(by: { $0.key < $1.key }) {
      run.addTemperature("auxiliary temperature \(sensor)", points.map { found[$0] ?? .nan })
    }
  }
}
