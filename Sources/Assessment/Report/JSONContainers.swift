/// The face of ``JSONSink`` that `Encodable` values see.
struct JSONValueEncoder: Encoder {
  let sink: JSONSink
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    sink.begin(UInt8(ascii: "{"), close: UInt8(ascii: "}"))
    return KeyedEncodingContainer(JSONObject<Key>(sink: sink, depth: sink.depth))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    sink.begin(UInt8(ascii: "["), close: UInt8(ascii: "]"))
    return JSONArray(sink: sink, depth: sink.depth)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { JSONScalar(sink: sink) }
}

/// An object: what is not a finite number gets no key.
private struct JSONObject<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let sink: JSONSink
  let depth: Int
  var codingPath: [any CodingKey] { [] }

  func encodeNil(forKey key: Key) { sink.close(to: depth) }

  func encode(_ value: Double, forKey key: Key) {
    guard value.isFinite else { return }
    sink.key(key.stringValue, at: depth)
    sink.number(value)
  }

  func encode(_ value: Int, forKey key: Key) {
    sink.key(key.stringValue, at: depth)
    sink.raw(String(value))
  }

  func encode(_ value: String, forKey key: Key) {
    sink.key(key.stringValue, at: depth)
    sink.string(value)
  }

  func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
    sink.key(key.stringValue, at: depth)
    try sink.write(value)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    sink.key(key.stringValue, at: depth)
    return JSONValueEncoder(sink: sink).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    sink.key(key.stringValue, at: depth)
    return JSONValueEncoder(sink: sink).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { JSONValueEncoder(sink: sink) }
  func superEncoder(forKey key: Key) -> any Encoder { JSONValueEncoder(sink: sink) }
}

private struct JSONArray: UnkeyedEncodingContainer {
  let sink: JSONSink
  let depth: Int
  var count = 0
  var codingPath: [any CodingKey] { [] }

  init(sink: JSONSink, depth: Int) {
    self.sink = sink
    self.depth = depth
  }

  mutating func encodeNil() {
    next()
    sink.raw("null")
  }

  mutating func encode<T: Encodable>(_ value: T) throws {
    next()
    try sink.write(value)
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    next()
    return JSONValueEncoder(sink: sink).container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    next()
    return JSONValueEncoder(sink: sink).unkeyedContainer()
  }

  mutating func superEncoder() -> any Encoder { JSONValueEncoder(sink: sink) }

  private mutating func next() {
    sink.element(at: depth)
    count += 1
  }
}

private struct JSONScalar: SingleValueEncodingContainer {
  let sink: JSONSink
  var codingPath: [any CodingKey] { [] }

  func encodeNil() { sink.raw("null") }
  func encode(_ value: Bool) { sink.raw(value ? "true" : "false") }
  func encode(_ value: String) { sink.string(value) }
  func encode(_ value: Double) { sink.number(value) }
  func encode(_ value: Float) { sink.number(Double(value)) }
  func encode(_ value: Int) { sink.raw(String(value)) }
  func encode(_ value: Int8) { sink.raw(String(value)) }
  func encode(_ value: Int16) { sink.raw(String(value)) }
  func encode(_ value: Int32) { sink.raw(String(value)) }
  func encode(_ value: Int64) { sink.raw(String(value)) }
  func encode(_ value: UInt) { sink.raw(String(value)) }
  func encode(_ value: UInt8) { sink.raw(String(value)) }
  func encode(_ value: UInt16) { sink.raw(String(value)) }
  func encode(_ value: UInt32) { sink.raw(String(value)) }
  func encode(_ value: UInt64) { sink.raw(String(value)) }
  func encode<T: Encodable>(_ value: T) throws { try sink.write(value) }
}
