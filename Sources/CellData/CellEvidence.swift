/// What a person declares around a test: calibrations, a log of events, the laboratory's words.
extension Cell {
  /// Who declared the value at this key path: its own declarer, else that of the key above, else
  /// whoever declares the whole.
  public func declarer(of key: String) -> String? {
    var path = key[...]
    while true {
      if let found = declarers[String(path)] { return found }
      guard let dot = path.lastIndex(of: ".") else { return declaredBy }
      path = path[..<dot]
    }
  }

  /// What a calibration certificate says of an instrument.
  public struct Calibration: Sendable, Equatable {
    public var certificate: String?
    /// Dates as `2025-01-27`.
    public var date: String?
    public var dueDate: String?
    /// In the unit of the instrument's quantity, with its coverage factor.
    public var expandedUncertainty: DeclaredNumber?
    public var coverageFactor: DeclaredNumber?

    public init() {}
  }

  /// A relative standard uncertainty that no instrument explains.
  public struct FurtherUncertainty: Sendable, Equatable {
    /// What it bears on.
    public enum Subject: String, Sendable, CaseIterable { case energy, volume }

    public var name: String
    public var subject: Subject
    public var percent: DeclaredNumber

    public init(name: String, subject: Subject, percent: DeclaredNumber) {
      self.name = name
      self.subject = subject
      self.percent = percent
    }
  }

  /// Events of a test and how long it was watched, in seconds from the same zero.
  public struct EventLog: Sendable, Equatable {
    public var observedUntil: DeclaredNumber
    public var events: [Event]

    public init(observedUntil: DeclaredNumber, events: [Event]) {
      self.observedUntil = observedUntil
      self.events = events
    }

    /// One event, such as `warning` or `fire`.
    public struct Event: Sendable, Equatable {
      public var name: String
      public var time: DeclaredNumber

      public init(name: String, time: DeclaredNumber) {
        self.name = name
        self.time = time
      }
    }
  }

  /// The words of a test report that only people can say (ISO/IEC 17025, 7.8.2).
  ///
  /// Texts by their keys in `cell.json`; lists hold deviations, opinions and the like.
  public struct TestReport: Sendable, Equatable {
    public var texts: [String: String]
    public var lists: [String: [String]]

    public init(texts: [String: String] = [:], lists: [String: [String]] = [:]) {
      self.texts = texts
      self.lists = lists
    }

    /// The keys that hold one text, in the order of the standard.
    public static let textKeys = [
      "title", "reportNumber", "laboratory", "laboratoryAddress", "placeOfWork", "customer",
      "method", "methodEdition", "item", "itemCondition", "dateReceived", "dateTested",
      "dateIssued", "samplingPlan", "environment", "authorisedBy",
    ]
    /// The keys that hold a list of texts.
    public static let listKeys = ["deviations", "fromOthers", "opinions"]
  }
}
