/// What marks a SQLite file as an archive of Denchi.
public enum ArchiveFormat {
  /// `application_id` in the header of the file: the letters `DNCH`.
  public static let applicationID: Int32 = 0x444E_4348
}
