import CellData
import ColumnKernels

extension Segment {
  /// Takes the sample that begins the segment.
  mutating func takeFirst(_ block: SampleBlock, _ index: Int) {
    voltage.add(first.voltage)
    noteUnsettled(first)
    curve?.add(charge: 0, voltage: first.voltage)
    if block.chunk.has(.temperature) {
      temperature.maximum = max(temperature.maximum, block.chunk[.temperature][index])
    }
    if block.chunk.has(.cycleNumber) { fileCycle = block.chunk[.cycleNumber][index] }
  }

  /// Adds samples that continue the segment.
  mutating func absorb(_ block: SampleBlock, _ range: Range<Int>, limits: AnalysisSettings) {
    let chunk = block.chunk
    let next = Sample(block, range.lowerBound)
    sums.add(
      dt: next.time - last.time, x0: last.current, x1: next.current, y0: last.voltage,
      y1: next.voltage)
    sums.add(
      time: chunk[.time].span, x: chunk[.current].span, y: chunk[.voltage].span, samples: range)
    longestInterval = max(
      longestInterval, next.time - last.time, largestRise(in: chunk[.time].span, range))
    addWindowTimes(block, range, from: last, limits: limits)
    addTemperature(block, range)
    addToCurve(block, range)
    counters.follow(block, range)
    addMoments(block, range)
    beforeLast = range.count > 1 ? Sample(block, range.upperBound - 2) : last
    last = Sample(block, range.upperBound - 1)
  }

  private mutating func addMoments(_ block: SampleBlock, _ range: Range<Int>) {
    let settling = max(0, Self.settling - voltage.count)
    let settled = min(range.upperBound, range.lowerBound + settling)..<range.upperBound
    for k in range.lowerBound..<settled.lowerBound { noteUnsettled(Sample(block, k)) }
    let (current, volts) = (block.chunk[.current], block.chunk[.voltage])
    voltage.add(volts.span, range)
    settledCurrent.add(current.span, settled)
    settledVoltage.add(volts.span, settled)
    settledPower.addProducts(current.span, volts.span, settled)
  }

  private mutating func addTemperature(_ block: SampleBlock, _ range: Range<Int>) {
    guard block.chunk.has(.temperature) else { return }
    let (values, time) = (block.chunk[.temperature], block.chunk[.time])
    var before = last.time
    for k in range {
      temperature.add(values[k], dt: time[k] - before)
      before = time[k]
    }
  }

  private mutating func addToCurve(_ block: SampleBlock, _ range: Range<Int>) {
    guard curve != nil else { return }
    let (time, current, volts) = (
      block.chunk[.time], block.chunk[.current], block.chunk[.voltage]
    )
    var (t, i) = (last.time, last.current)
    for k in range {
      curveCharge += abs((i + current[k]) * 0.5 * (time[k] - t))
      curve?.add(charge: curveCharge, voltage: volts[k])
      (t, i) = (time[k], current[k])
    }
  }

  private mutating func addWindowTimes(
    _ block: SampleBlock, _ range: Range<Int>, from last: Sample, limits: AnalysisSettings
  ) {
    let (time, volts) = (block.chunk[.time], block.chunk[.voltage])
    if let limit = limits.maximumVoltage?.value {
      addTimeBeyond(limit, 1, time, volts, range, from: last, to: &timeAboveMaximum)
    }
    if let limit = limits.minimumVoltage?.value {
      addTimeBeyond(-limit, -1, time, volts, range, from: last, to: &timeBelowMinimum)
    }
  }

}

/// Adds the time in which `sign · voltage` is above `limit`, crossings interpolated.
///
/// Intervals are added one by one, so that the sum does not depend on how the run was cut.
private func addTimeBeyond(
  _ limit: Double, _ sign: Double, _ time: [Double], _ volts: [Double], _ range: Range<Int>,
  from last: Sample, to total: inout Double
) {
  let low = sign > 0 ? -Double.infinity : -limit
  let high = sign > 0 ? limit : Double.infinity
  if last.voltage >= low, last.voltage <= high, isWithin(volts.span.extracting(range), low, high) {
    return
  }
  var (t, v) = (last.time, sign * last.voltage - limit)
  for k in range {
    let next = sign * volts[k] - limit
    if v > 0, next > 0 {
      total += time[k] - t
    } else if v > 0 || next > 0 {
      total += (time[k] - t) * max(v, next) / (abs(v) + abs(next))
    }
    (t, v) = (time[k], next)
  }
}
