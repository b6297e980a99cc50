package org.sweetspot.run;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteErrorCode;

/**
 * The index's SQLite file: opened, made in one transaction whose last act is its version, and
 * replaced where it is damaged.
 */
final class IndexDatabase implements AutoCloseable {
  private static final String FILE = "index.sqlite";
  private static final Logger LOGGER = System.getLogger(IndexDatabase.class.getName());
  private static final ReentrantLock REPAIR = new ReentrantLock();
  private static final int WAIT_MILLIS = 120_000;

  private final Path root;
  private final Path file;
  private final int version;
  private Connection connection;

  private IndexDatabase(Path root, int version) throws SQLException {
    this.root = root;
    this.file = root.resolve(FILE);
    this.version = version;
    this.connection = connected(file);
  }

  /** Where it is kept in a folder. */
  static Path file(Path root) {
    return root.resolve(FILE);
  }

  /**
   * Opens it; makes it where it is not there, not whole, or of another version.
   *
   * @param making makes and fills its tables, within a transaction
   */
  static IndexDatabase open(Path root, int version, Work making) throws SQLException, IOException {
    IndexDatabase database = new IndexDatabase(root, version);
    try {
      database.prepare(making);
    } catch (SQLException broken) {
      if (!isDamage(broken)) {
        database.close();
        throw broken;
      }
      database.replace(making);
    }
    return database;
  }

  PreparedStatement statement(String sql) throws SQLException {
    return connection.prepareStatement(sql);
  }

  /** What is done with it. */
  interface Work {
    /** In the current transaction. */
    void run(IndexDatabase database, Statement statement) throws SQLException, IOException;
  }

  /** All of it, or nothing. */
  void transaction(Work work) throws SQLException, IOException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      boolean whole = false;
      try {
        work.run(this, statement);
        whole = true;
      } finally {
        statement.execute(whole ? "COMMIT" : "ROLLBACK");
      }
    }
  }

  /** Again while others are at it: SQLite does not wait where the journal's mode changes. */
  private void prepare(Work making) throws SQLException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS);
    while (true) {
      try {
        prepareOnce(making);
        return;
      } catch (SQLException refused) {
        boolean busy = (refused.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
        if (!busy || System.nanoTime() > end) {
          throw refused;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      }
    }
  }

  private void prepareOnce(Work making) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = " + WAIT_MILLIS);
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = NORMAL");
      if (version(statement) != version) {
        transaction(
            (same, inside) -> {
              // Another process may have been first.
              if (version(inside) != version) {
                making.run(this, inside);
                inside.execute("PRAGMA user_version = " + version);
              }
            });
      }
    } catch (IOException broken) {
      throw RunException.reading(root, broken);
    }
  }

  private static int version(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("PRAGMA user_version")) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  private static Connection connected(Path file) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  /** Whether an error says that the file itself is damaged. */
  static boolean isDamage(SQLException broken) {
    int code = broken.getErrorCode() & 0xff;
    return code == SQLiteErrorCode.SQLITE_NOTADB.code
        || code == SQLiteErrorCode.SQLITE_CORRUPT.code;
  }

  /** Puts a new index in the place of a damaged one, unless another process already did. */
  void replace(Work making) throws SQLException, IOException {
    connection.close();
    REPAIR.lock();
    try (FileChannel channel =
            FileChannel.open(
                root.resolve(FILE + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      connection = connected(file);
      if (!isWhole()) {
        connection.close();
        Path kept = unused();
        LOGGER.log(
            Level.WARNING,
            file + " is damaged: it is kept as " + kept.getFileName() + " and made anew");
        Files.move(file, kept);
        Files.deleteIfExists(root.resolve(FILE + "-wal"));
        Files.deleteIfExists(root.resolve(FILE + "-shm"));
        connection = connected(file);
      }
      prepare(making);
    } finally {
      REPAIR.unlock();
    }
  }

  /** Whether all its pages can be read. */
  boolean isWhole() {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
      return row.next() && row.getString(1).equals("ok");
    } catch (SQLException broken) {
      return false;
    }
  }

  private Path unused() {
    int number = 1;
    while (Files.exists(root.resolve(FILE + ".damaged-" + number))) {
      number++;
    }
    return root.resolve(FILE + ".damaged-" + number);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /** What to say where nothing else helps. */
  static RunException wrong(Path file, SQLException broken) {
    return new RunException(
        file.toString(),
        "an index of runs that can be read and written",
        String.valueOf(broken.getMessage()),
        "delete the file: it is made anew from the runs' folders");
  }
}
