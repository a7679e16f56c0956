extension SerialSettings {
  /// The least time in ns that requests of Modbus RTU and their answers take, asked one after the
  /// other with a silence before each.
  ///
  /// A request has 8 bytes; an answer has 5 around its values (Modbus over Serial Line V1.02, 2.5.1).
  /// What the unit takes to think is not in it. O(requests).
  public func leastTime(of requests: [RegisterRequest], silence: Int64) -> Int64 {
    requests.reduce(0) { sum, request in
      let answer = RegisterRequest.answerLength(
        count: request.count, readsBits: request.readsBits)
      return sum + Int64(8 + 5 + answer) * characterTime + max(silence, characterTime * 7 / 2)
    }
  }
}
