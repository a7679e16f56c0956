public import CellData
public import Instruments

/// What is known of equipment, whether a profile or a driver in code reads it.
public struct EquipmentFacts: Sendable, Equatable {
  /// The name in the catalogue and in `bench.json`.
  public var name: String
  public var title: String
  public var maker: String
  public var models: [String]
  /// The fact sheet that it was written from.
  public var sheet: String
  public var confirmation: Profile.Confirmation
  /// The ways to the device, the usual one first.
  public var links: [ProfileLink]
  public var timing: ProfileTiming
  public var inputs: ProfileInputs
  public var values: [EquipmentValue]
  public var refused: [RefusedFunction]
  public var notes: [String]

  public init(
    name: String, title: String, maker: String, models: [String], sheet: String,
    confirmation: Profile.Confirmation, links: [ProfileLink], timing: ProfileTiming,
    inputs: ProfileInputs = ProfileInputs(), values: [EquipmentValue],
    refused: [RefusedFunction] = [], notes: [String] = []
  ) {
    self.name = name
    self.title = title
    self.maker = maker
    self.models = models
    self.sheet = sheet
    self.confirmation = confirmation
    self.links = links
    self.timing = timing
    self.inputs = inputs
    self.values = values
    self.refused = refused
    self.notes = notes
  }

  init(_ profile: Profile) {
    self.init(
      name: profile.name, title: profile.title, maker: profile.maker, models: profile.models,
      sheet: profile.sheet, confirmation: profile.confirmation, links: profile.links,
      timing: profile.timing, inputs: profile.inputs,
      values: profile.values.map {
        EquipmentValue($0.quantity, how: profile.how(of: $0), source: $0.source)
      }, refused: profile.refused, notes: profile.notes)
  }

  /// Why a quantity is not given; nil where it is.
  public func refusal(of quantity: Channel) -> String? {
    guard !quantities.contains(quantity) else { return nil }
    let lacks = "\(name) does not give \(ProfileQuantity.name(of: quantity))"
    guard let refused = refused.first(where: { $0.quantity == quantity }) else { return lacks }
    return "\(lacks): \(refused.reason) (\(sheet): \(refused.source))"
  }

  /// The values that every reading holds, in order.
  public var quantities: [Channel] { values.map(\.quantity) }
}

/// A value, how it is read, and the line of the fact sheet that says so.
public struct EquipmentValue: Sendable, Equatable {
  public var quantity: Channel
  public var how: String
  public var source: String

  public init(_ quantity: Channel, how: String, source: String) {
    self.quantity = quantity
    self.how = how
    self.source = source
  }
}
