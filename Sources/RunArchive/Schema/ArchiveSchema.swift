/// The tables of an archive, version by version.
///
/// A migration is never edited once it was released: a change is a new one at the end. Each runs
/// in one transaction together with the new `user_version`.
enum ArchiveSchema {
  static let migrations: [String] = [version1]

  /// Every row bears a seal, a 64-bit hash over its other fields (see ``RowSeal``).
  private static let version1 = """
    CREATE TABLE meta (
      id INTEGER PRIMARY KEY CHECK (id = 1), created_unix_time REAL NOT NULL,
      creator TEXT NOT NULL, last_commit INTEGER NOT NULL, runs INTEGER NOT NULL,
      seal INTEGER NOT NULL) STRICT;
    CREATE TABLE document (
      id INTEGER PRIMARY KEY, hash INTEGER NOT NULL, content BLOB NOT NULL,
      seal INTEGER NOT NULL) STRICT;
    CREATE INDEX document_of_hash ON document (hash);
    CREATE TABLE run (
      id INTEGER PRIMARY KEY, name TEXT NOT NULL, quantities TEXT NOT NULL,
      period INTEGER NOT NULL, equipment TEXT NOT NULL, profile_digest TEXT NOT NULL,
      connection TEXT NOT NULL, cell_document INTEGER NOT NULL, bench_document INTEGER NOT NULL,
      commit_number INTEGER NOT NULL, seal INTEGER NOT NULL) STRICT;
    CREATE TABLE run_state (
      run INTEGER PRIMARY KEY, complete INTEGER NOT NULL, next_slot INTEGER NOT NULL,
      samples INTEGER NOT NULL, gap_slots INTEGER NOT NULL, gaps INTEGER NOT NULL,
      events INTEGER NOT NULL, segments INTEGER NOT NULL, last_request INTEGER NOT NULL,
      last_commit INTEGER NOT NULL, seal INTEGER NOT NULL) STRICT;
    CREATE TABLE segment (
      run INTEGER NOT NULL, number INTEGER NOT NULL, start_time INTEGER NOT NULL,
      first_slot INTEGER NOT NULL, start_unix_time REAL NOT NULL, identity TEXT NOT NULL,
      recorder TEXT NOT NULL, commit_number INTEGER NOT NULL, seal INTEGER NOT NULL,
      PRIMARY KEY (run, number)) STRICT, WITHOUT ROWID;
    CREATE TABLE tail (
      commit_number INTEGER NOT NULL, run INTEGER NOT NULL, first_slot INTEGER NOT NULL,
      last_slot INTEGER NOT NULL, samples INTEGER NOT NULL, content BLOB NOT NULL,
      seal INTEGER NOT NULL, PRIMARY KEY (commit_number, run)) STRICT, WITHOUT ROWID;
    CREATE TABLE chunk (
      id INTEGER PRIMARY KEY, run INTEGER NOT NULL, first_slot INTEGER NOT NULL,
      last_slot INTEGER NOT NULL, samples INTEGER NOT NULL, first_commit INTEGER NOT NULL,
      last_commit INTEGER NOT NULL, sha256 BLOB NOT NULL, seal INTEGER NOT NULL,
      UNIQUE (run, first_slot)) STRICT;
    CREATE TABLE chunk_column (
      id INTEGER PRIMARY KEY, chunk INTEGER NOT NULL, number INTEGER NOT NULL,
      content BLOB NOT NULL, seal INTEGER NOT NULL, UNIQUE (chunk, number)) STRICT;
    CREATE TABLE gap (
      run INTEGER NOT NULL, first_slot INTEGER NOT NULL, last_slot INTEGER NOT NULL,
      cause TEXT NOT NULL, detail TEXT NOT NULL, commit_number INTEGER NOT NULL,
      seal INTEGER NOT NULL, PRIMARY KEY (run, first_slot)) STRICT, WITHOUT ROWID;
    CREATE TABLE event (
      id INTEGER PRIMARY KEY, run INTEGER NOT NULL, time INTEGER NOT NULL, kind TEXT NOT NULL,
      severity TEXT NOT NULL, detail TEXT NOT NULL, commit_number INTEGER NOT NULL,
      seal INTEGER NOT NULL) STRICT;
    CREATE INDEX event_of_run ON event (run, id);
    CREATE TABLE calibration (
      id INTEGER PRIMARY KEY, run INTEGER NOT NULL, declaration TEXT NOT NULL,
      commit_number INTEGER NOT NULL, seal INTEGER NOT NULL) STRICT;
    CREATE TABLE commit_log (
      first_commit INTEGER PRIMARY KEY, last_commit INTEGER NOT NULL,
      first_unix_time REAL NOT NULL, last_unix_time REAL NOT NULL, samples INTEGER NOT NULL,
      gap_slots INTEGER NOT NULL, events INTEGER NOT NULL, seal INTEGER NOT NULL) STRICT;
    """
}
