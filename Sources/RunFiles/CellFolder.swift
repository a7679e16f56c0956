#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// What lies in a cell's folder: its declaration and its data files.
public struct CellFolder: Sendable, Equatable {
  /// The path as it was given: a folder, or a single data file.
  public let path: String
  /// The declaration beside the data, if there is one.
  public let cellFile: String?
  /// Paths of the files that hold a run, in the order of their names.
  public let dataFiles: [String]
  /// Files that could be data and are not, each with the reason.
  public let otherFiles: [OtherFile]

  /// A file that was not recognised.
  public struct OtherFile: Sendable, Equatable {
    public var path: String
    public var reason: RunFileError
  }

  /// Lists a folder without its sub-folders, or takes a single file with the declaration beside it.
  ///
  /// Hidden files, `*.json`, `*.md` and the like are never data. Each other file is opened once to
  /// see whether it holds a run; a column that the options name wrongly counts as a reason too.
  public init(path: String, options: ReadOptions = ReadOptions()) throws(RunFileError) {
    self.path = path
    guard Self.isFolder(path) else {
      let place = FilePlace(path)
      _ = try OpenFile(path: place.path)
      let file = place.path
      let parent = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
      cellFile = Self.existing(parent + CellFile.name)
      dataFiles = try RunFile.runs(path: path, options: options)
      otherFiles = []
      return
    }
    let folder = path.hasSuffix("/") ? path : path + "/"
    cellFile = Self.existing(folder + CellFile.name)
    var dataFiles: [String] = []
    var otherFiles: [OtherFile] = []
    for name in try Self.names(in: path) where Self.mayBeData(name) {
      let file = folder + name
      if Self.isFolder(file) { continue }
      do throws(RunFileError) {
        dataFiles += try Self.runs(in: file, options)
      } catch {
        otherFiles.append(OtherFile(path: file, reason: error))
      }
    }
    self.dataFiles = dataFiles
    self.otherFiles = otherFiles
  }

  /// The runs of a file, which is opened to see whether it holds any.
  private static func runs(
    in file: String, _ options: ReadOptions
  ) throws(RunFileError) -> [String] {
    do throws(RunFileError) {
      _ = try RunFile.open(path: file, options: options)
      return [file]
    } catch {
      guard case .severalRuns(_, let parts) = error else { throw error }
      return parts.map { FilePlace(path: file, part: $0).text }
    }
  }

  /// Whether a name can belong to a data file; only the content says whether it does.
  static func mayBeData(_ name: String) -> Bool {
    let lower = name.lowercased()
    return !lower.hasPrefix(".") && !lower.hasSuffix("~")
      && ![".json", ".md", ".html", ".svg", ".png", ".pdf"].contains { lower.hasSuffix($0) }
  }

  private static func existing(_ path: String) -> String? {
    unsafe access(path, F_OK) == 0 ? path : nil
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The names in a folder, in the order of their bytes, whatever the system's order or language.
  private static func names(in path: String) throws(RunFileError) -> [String] {
    guard let folder = unsafe opendir(path) else {
      throw .unreadable(path: path, reason: OpenFile.reason(errno))
    }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: entry.pointee.d_name) { tuple in
        unsafe tuple.withMemoryRebound(
          to: CChar.self, capacity: MemoryLayout.size(ofValue: entry.pointee.d_name)
        ) { unsafe String(cString: $0) }
      }
      names.append(name)
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
