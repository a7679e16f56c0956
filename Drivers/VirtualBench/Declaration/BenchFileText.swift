import CellData
public import Instruments

extension BenchServer {
  /// A bench file for the recorder that fits what is served.
  ///
  /// Where all equipment has a time of its own and the cells' time is not ours, the file asks for
  /// that time (`"clock": "instrument"`); everything else is recorded by the recorder's clock.
  ///
  /// - Parameters:
  ///   - archive: the path of the archive, where the file is to name one.
  ///   - period: the distance of two samples, in real s; stepped, each reading is a sample.
  ///   - cell: the path of the cells' declaration.
  ///   - equipment: finds the equipment of a name.
  public func benchFile(
    archive: String?, period: Double, cell: String?, equipment: EquipmentLookUp
  ) -> String {
    let clock = recordingClock(equipment: equipment)
    let spacing: Double
    var members: [(key: String, value: JSONText?)] = [
      ("schema", .text("urn:denchi:bench:1")), ("archive", archive.map(JSONText.text)),
    ]
    switch clock {
    case .recorder: spacing = period
    case .instrument(let scale):
      spacing = scale > 0 ? period * scale : plan.interval.value
      members += [("clock", .text("instrument")), ("timeScale", .number(scale))]
    }
    let lines = endpoints.map { $0.json(period: spacing, cell: cell) }
    return JSONText.object(members + [("lines", .array(lines))]).document
  }

  /// Whose time a recorder of this bench should keep.
  public func recordingClock(equipment: EquipmentLookUp) -> RecordingClock {
    let instruments = plan.lines.flatMap(\.instruments)
    let haveTime = instruments.allSatisfy { equipment($0.equipment)?.hasDeviceTime ?? false }
    switch plan.pace {
    case .running(let speed):
      return speed == 1 || !haveTime ? .recorder : .instrument(timeScale: speed)
    case .stepped: return .instrument(timeScale: 0)
    }
  }
}

extension BenchEndpoint {
  /// The endpoint in one line of JSON, for programs.
  public var json: String {
    let instruments = instruments.map { instrument in
      JSONText.object([
        ("equipment", .text(instrument.equipment)), ("unit", .number(Double(instrument.unit))),
        ("serialNumber", .text(instrument.serialNumber)),
        ("channels", .array(instrument.channels.map { .text($0.name) })),
      ])
    }
    let whole = JSONText.object([
      ("line", .text(line)), ("connection", .text(connection)),
      ("instruments", .array(instruments)),
    ])
    return JSONText.compact(whole).document
  }

  fileprivate func json(period: Double, cell: String?) -> JSONText {
    let instruments = instruments.map { instrument in
      JSONText.object([
        ("equipment", .text(instrument.equipment)),
        ("unit", hasUnits ? .number(Double(instrument.unit)) : nil),
        (
          "channels",
          .array(
            instrument.channels.enumerated().map { input, channel in
              .compact(
                .object([
                  ("name", .text(channel.name)), ("input", .number(Double(input))),
                  ("period_s", .number(period)), ("cell", cell.map(JSONText.text)),
                ]))
            })
        ),
      ])
    }
    return .object([
      ("name", .text(line)), ("connection", .text(connection)),
      ("instruments", .array(instruments)),
    ])
  }

  private var hasUnits: Bool {
    connection.hasPrefix("modbus") || instruments.first?.equipment == "itech-it8500"
  }
}

extension Profile {
  /// Whether readings carry the equipment's own time.
  var hasDeviceTime: Bool {
    guard case .modbus(let registers) = language else { return false }
    return registers.deviceTime != nil
  }
}
