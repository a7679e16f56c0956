import CellData

/// Neware's archive of a test: `*.ndax`, ndc versions 2, 5, 6, 8, 9 and 11 to 17.
///
/// The members join by record number. Versions 8 and up, without 15, store time and counters for
/// some records only; see ``NewareRunInfo``. No file of the versions 6, 8, 9, 12, 13 and 15 was at
/// hand: their layout is that of the public reader fastnda 1.3, and a finding says so.
enum NewareNDAX: RunFormat {
  static let name = "Neware ndax"
  private static let main = "data.ndc"
  private static let knownMembers = [
    "data.ndc", "data_runInfo.ndc", "data_step.ndc", "data_log.ndc", "data_es.ndc", "data_Aux.ndc",
    "VersionInfo.xml", "NdaxConfig.xml",
  ]

  static func recognises(_ file: BinaryFile) -> Bool { file.archive?.member(main) != nil }

  static func decode(_ file: BinaryFile) throws(RunFileError) -> DecodedRun {
    guard let archive = file.archive, let data = try archive.contents(main) else {
      throw .unknownFormat(path: file.path, found: "an archive without \(main)")
    }
    let ndc = NewareNDC(bytes: data)
    var run: DecodedRun
    var records: NewareRecords
    switch ndc.version {
    case 2, 5: records = NewareRecords(combined: ndc)
    case 6:
      records = NewareRecords(withSteps: ndc, stepTypes: try stepTypes(archive))
    case 8, 9, 11, 12, 13, 14, 16, 17:
      records = NewareRecords(measured: ndc)
      try complete(&records, archive)
    case 15:
      guard let listed = NewareRecords(listed: ndc) else {
        throw .damaged(path: file.path, byte: 0, reason: "the rows of \(main) have no length")
      }
      records = listed
    default:
      throw .unknownFormat(
        path: file.path,
        found: "a Neware ndax file of ndc version \(ndc.version), not one of "
          + "2, 5, 6, 8, 9, 11 to 17")
    }
    run = DecodedRun(format: "\(name) (ndc version \(ndc.version))")
    if [6, 8, 9, 12, 13, 15].contains(ndc.version) {
      run.findings.append(
        QualityFinding(
          .unknownContent, .warning,
          subject: "ndc version \(ndc.version), read by a layout that no file confirmed yet"))
    }
    try addAuxiliary(to: &records, &run, archive)
    records.fill(&run)
    for member in archive.members where !isKnown(member.name) {
      run.findings.append(
        QualityFinding(.unknownContent, .warning, subject: String(member.name.prefix(80))))
    }
    return run
  }

  /// Brings in the members that say when, and in which step, a record was made.
  private static func complete(
    _ records: inout NewareRecords, _ archive: ZipArchive
  ) throws(RunFileError) {
    guard let info = try archive.contents("data_runInfo.ndc") else {
      throw .damaged(
        path: archive.path, byte: 0,
        reason: "the archive lacks data_runInfo.ndc, which holds the time of the records")
    }
    guard let table = NewareRunInfo(NewareNDC(bytes: info)) else {
      throw .unknownFormat(
        path: archive.path,
        found: "a Neware ndax file with run info of version \(info.byte(at: 2))")
    }
    table.complete(&records, stepTypes: try stepTypes(archive))
  }

  /// The type of each executed step, in order.
  private static func stepTypes(_ archive: ZipArchive) throws(RunFileError) -> [Int] {
    guard let bytes = try archive.contents("data_step.ndc") else { return [] }
    let ndc = NewareNDC(bytes: bytes)
    // 4 cycle, 4 step index, 16 unknown, 1 type; what follows differs.
    let length = ndc.version >= 16 ? 8 + 16 + 1 + 8 + 4 + 63 : 8 + 16 + 1 + 12
    var types: [Int] = []
    ndc.forEachRow(length: length) { types.append(Int(ndc.bytes.byte(at: $0.offset + 24))) }
    return types
  }

  private static func isKnown(_ name: String) -> Bool {
    knownMembers.contains(name)
      || name.hasSuffix(".xml") && ["Step", "EditStep", "TestInfo"].contains { name.hasPrefix($0) }
      || NewareAuxiliary.isName(name)
  }

  /// Brings in what the auxiliary members measured.
  private static func addAuxiliary(
    to records: inout NewareRecords, _ run: inout DecodedRun, _ archive: ZipArchive
  ) throws(RunFileError) {
    let information = try archive.contents("TestInfo.xml").map { $0.text(0..<$0.count) } ?? ""
    let members = archive.members.filter { NewareAuxiliary.isName($0.name) }
      .sorted { NewareAuxiliary.precedes($0.name, $1.name) }
    let entries = NewareAuxiliary.entries(
      for: members.map(\.name), NewareAuxiliary.channels(information))
    for (member, entry) in zip(members, entries) {
      let ndc = NewareNDC(bytes: try archive.contents(member))
      guard ndc.type == 5 else { continue }
      guard let content = NewareAuxiliary(ndc, name: member.name, entry: entry) else {
        run.findings.append(
          QualityFinding(.unknownContent, .warning, subject: String(member.name.prefix(80))))
        continue
      }
      run.otherColumns += content.otherColumns
      if let values = content.temperature {
        records.temperatures.append(
          ("\(content.label): temperature", records.slots.map { values[$0] ?? .nan }))
      }
      if let values = content.voltage {
        records.voltages.append(
          ("\(content.label): voltage", records.slots.map { values[$0] ?? .nan }))
      }
    }
  }
}
