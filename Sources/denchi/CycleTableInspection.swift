import Assessment
import CellData
import RunFiles

/// What is in a table with one row a cycle.
struct CycleTableInspection: Encodable {
  struct Column: Encodable {
    var meaning: String
    var label: String
    var unit: String
  }

  struct Cycle: Encodable {
    var number: Double?
    var chargeCapacity_Ah: Double?
    var dischargeCapacity_Ah: Double?
    var chargeEnergy_Wh: Double?
    var dischargeEnergy_Wh: Double?
  }

  var file: String
  var format: String
  var bytes: Int
  var sha256: String
  var columns: [Column]
  var otherColumns: [String]
  var cycles: [Cycle]
  var findings: [FileInspection.Finding]

  init(path: String) throws(RunFileError) {
    let reading = try CycleTableFile.read(path: path)
    file = path
    format = reading.format
    bytes = reading.digest.bytes
    sha256 = reading.digest.sha256
    columns = reading.columns.map {
      Column(meaning: $0.meaning, label: $0.label, unit: $0.unit)
    }
    otherColumns = reading.otherColumns
    cycles = reading.cycles.map { cycle in
      Cycle(
        number: cycle.number, chargeCapacity_Ah: cycle.charge.capacity?.value,
        dischargeCapacity_Ah: cycle.discharge.capacity?.value,
        chargeEnergy_Wh: cycle.charge.energy?.value,
        dischargeEnergy_Wh: cycle.discharge.energy?.value)
    }
    findings = reading.findings.map(FileInspection.Finding.init)
  }

  /// The same for a person.
  var text: String {
    var lines = ["\(file): \(format), \(cycles.count) cycles, \(bytes) bytes"]
    for column in columns {
      lines.append("  \(column.meaning): from “\(column.label)” in \(column.unit)")
    }
    if !otherColumns.isEmpty {
      lines.append("  not used: \(otherColumns.joined(separator: ", "))")
    }
    for finding in findings {
      lines.append("  \(finding.severity): \(finding.code): \(finding.message.en)")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
