/// Eight doubles that move together.
public typealias Lanes = SIMD8<Double>
