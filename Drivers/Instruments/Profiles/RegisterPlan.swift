/// Which registers are read, in what order, and where each value then lies.
///
/// Made once for an instrument. Blocks are as long as the profile allows, because 125 registers
/// cost no more than 3; what belongs to one group never falls into two transactions.
package struct RegisterPlan {
  /// A place in the answers: which read, and how many registers into it.
  struct Spot {
    var read: Int
    var offset: Int
  }

  package private(set) var reads: [RegisterRequest] = []
  /// For each input in turn, for each value.
  private(set) var values: [Spot]
  /// For each input in turn, for each state.
  private(set) var states: [Spot]
  /// The same for the states that are read again; nil for the others.
  private(set) var statesAgain: [Spot?]
  /// For each input in turn; empty where the device has no time.
  private(set) var deviceTimes: [Spot]

  private enum Target {
    case value(Int)
    case state(Int)
    case stateAgain(Int)
    case deviceTime(Int)
  }

  /// What must come in one transaction: registers from `low` up to but not including `high`.
  private struct Piece {
    var rank: Int
    var table: RegisterRequest.Table
    var low: Int
    var high: Int
    var targets: [(target: Target, address: Int)]
  }

  /// - Complexity: O(n log n) for n = inputs × (values + states).
  package init(_ profile: RegisterProfile, inputCount: Int, stride: Int, unit: UInt8) {
    let nowhere = Spot(read: 0, offset: 0)
    values = Array(repeating: nowhere, count: inputCount * profile.values.count)
    states = Array(repeating: nowhere, count: inputCount * profile.states.count)
    statesAgain = Array(repeating: nil, count: states.count)
    deviceTimes = Array(repeating: nowhere, count: profile.deviceTime == nil ? 0 : inputCount)
    var pieces = Self.pieces(of: profile, inputCount: inputCount, stride: stride)
    pieces.sort {
      ($0.rank, $0.table.rawValue, $0.low) < ($1.rank, $1.table.rawValue, $1.low)
    }
    // The spare registers must fit as well.
    let longest = min(profile.longestRead, 125 - profile.spare)
    var block: Piece?
    for piece in pieces {
      if var open = block, open.rank == piece.rank, open.table == piece.table,
        piece.low - open.high <= profile.bridge,
        max(open.high, piece.high) - open.low <= longest
      {
        open.high = max(open.high, piece.high)
        open.targets += piece.targets
        block = open
      } else {
        if let block { add(block, of: profile, unit: unit) }
        block = piece
      }
    }
    if let block { add(block, of: profile, unit: unit) }
  }

  private mutating func add(_ block: Piece, of profile: RegisterProfile, unit: UInt8) {
    reads.append(
      RegisterRequest(
        unit: unit, table: block.table, address: UInt16(block.low), count: block.high - block.low,
        spare: min(profile.spare(after: block.high - 1), 125 - (block.high - block.low))))
    for (target, address) in block.targets {
      let spot = Spot(read: reads.count - 1, offset: address - block.low)
      switch target {
      case .value(let place): values[place] = spot
      case .state(let place): states[place] = spot
      case .stateAgain(let place): statesAgain[place] = spot
      case .deviceTime(let input): deviceTimes[input] = spot
      }
    }
  }

  /// The pieces of one reading; the members of a group are one piece for each input.
  private static func pieces(
    of profile: RegisterProfile, inputCount: Int, stride: Int
  ) -> [Piece] {
    var groups: [String] = []
    let named = profile.states.map(\.group) + profile.values.map(\.group)
    for group in (named + [profile.deviceTime?.group]).compactMap(\.self)
    where !groups.contains(group) {
      groups.append(group)
    }
    // States that are read twice stand around all values; groups come in their order between.
    let first = 0
    let ungrouped = groups.count + 1
    let last = groups.count + 2
    var pieces: [Piece] = []
    for input in 0..<inputCount {
      var open: [Int: Int] = [:]
      func add(_ field: RegisterField, rank: Int, isGrouped: Bool, _ target: Target) {
        let high = field.address + field.count
        if isGrouped, let place = open[rank] {
          pieces[place].low = min(pieces[place].low, field.address)
          pieces[place].high = max(pieces[place].high, high)
          pieces[place].targets.append((target, field.address))
          return
        }
        if isGrouped { open[rank] = pieces.count }
        pieces.append(
          Piece(
            rank: rank, table: field.table, low: field.address, high: high,
            targets: [(target, field.address)]))
      }
      func rank(of group: String?) -> Int {
        group.flatMap { groups.firstIndex(of: $0) }.map { $0 + 1 } ?? ungrouped
      }
      for (i, state) in profile.states.enumerated() {
        let field = state.isPerInput ? state.field.shifted(by: input * stride) : state.field
        let place = input * profile.states.count + i
        if state.isReadAgain {
          add(field, rank: first, isGrouped: false, .state(place))
          add(field, rank: last, isGrouped: false, .stateAgain(place))
        } else {
          let isGrouped = state.group != nil
          add(field, rank: rank(of: state.group), isGrouped: isGrouped, .state(place))
        }
      }
      for (i, value) in profile.values.enumerated() {
        guard let own = value.field else { continue }
        let field = value.isPerInput ? own.shifted(by: input * stride) : own
        let place = input * profile.values.count + i
        let isGrouped = value.group != nil
        add(field, rank: rank(of: value.group), isGrouped: isGrouped, .value(place))
      }
      if let time = profile.deviceTime {
        let field = time.isPerInput ? time.field.shifted(by: input * stride) : time.field
        let isGrouped = time.group != nil
        add(field, rank: rank(of: time.group), isGrouped: isGrouped, .deviceTime(input))
      }
    }
    return pieces
  }
}
