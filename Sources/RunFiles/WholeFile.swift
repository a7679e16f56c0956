/// Writes small files whole or not at all.
public enum WholeFile {
  /// Writes `bytes` under `path`; what stood there before is replaced in one step.
  ///
  /// An error leaves the old file, if there was one, as it was. A device or a pipe is written to.
  public static func write(_ bytes: [UInt8], to path: String) throws(RunWriteError) {
    var file = try OutputFile(path: path)
    try file.write(bytes)
    try file.commit()
  }
}
