package org.sweetspot.run;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.sqlite.SQLiteErrorCode;
import org.sweetspot.problem.Split;
import org.sweetspot.training.Evaluation.Score;

/**
 * Finds runs again: an SQLite database beside the runs' folders.
 *
 * <p>It is only an index: the folders hold the truth, and it is made anew from them where it is
 * missing. Many processes may write at once; each waits up to two minutes for its turn. Loss and
 * accuracy have columns of their own, for queries by other programs. Not safe for use by several
 * threads: open one each.
 */
public final class RunIndex implements AutoCloseable {
  private static final String FILE = "index.sqlite";
  private static final int WAIT_MILLIS = 120_000;
  private static final String TABLE =
      "CREATE TABLE IF NOT EXISTS runs (folder TEXT PRIMARY KEY, name TEXT NOT NULL,"
          + " recipe_hash TEXT NOT NULL, seed INTEGER NOT NULL, data_hash TEXT NOT NULL,"
          + " ending TEXT, step INTEGER, train_loss REAL, train_accuracy REAL,"
          + " validation_loss REAL, validation_accuracy REAL, test_loss REAL,"
          + " test_accuracy REAL, provenance TEXT NOT NULL, result TEXT)";
  private static final String PUT =
      "INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private final Path root;
  private final Connection connection;

  private RunIndex(Path root, Connection connection) {
    this.root = root;
    this.connection = connection;
  }

  /**
   * Opens the index of all runs in a folder's subfolders, at any depth.
   *
   * @param root the folder; made if it is not there
   */
  public static RunIndex open(Path root) {
    Path absolute = root.toAbsolutePath().normalize();
    Path file = absolute.resolve(FILE);
    try {
      Files.createDirectories(absolute);
      boolean missing = !Files.exists(file);
      Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
      RunIndex index = new RunIndex(absolute, connection);
      index.prepare();
      if (missing) {
        index.rebuild();
      }
      return index;
    } catch (IOException broken) {
      throw RunException.writing(file, broken);
    } catch (SQLException broken) {
      throw wrong(file, broken);
    }
  }

  /** Enters a run, begun or finished, as its folder stands now; an older entry is replaced. */
  public void put(RunFolder run) {
    Provenance provenance = run.provenance();
    Optional<RunResult> result = run.result();
    try (PreparedStatement statement = connection.prepareStatement(PUT)) {
      statement.setString(1, relative(run));
      statement.setString(2, provenance.name());
      statement.setString(3, provenance.recipeHash());
      statement.setLong(4, provenance.seed());
      statement.setString(5, provenance.dataHash());
      statement.setObject(6, result.map(r -> RunResult.lower(r.ending())).orElse(null));
      statement.setObject(7, result.map(RunResult::step).orElse(null));
      int column = 8;
      for (Split split : Split.values()) {
        Optional<Score> score = result.flatMap(r -> Optional.ofNullable(r.scores().get(split)));
        statement.setObject(column++, score.map(Score::loss).orElse(null));
        statement.setObject(
            column++, score.map(Score::accuracy).filter(a -> !a.isNaN()).orElse(null));
      }
      statement.setString(column++, provenance.json());
      statement.setString(column, result.map(RunResult::json).orElse(null));
      statement.executeUpdate();
    } catch (SQLException broken) {
      throw wrong(root.resolve(FILE), broken);
    }
  }

  /** All runs, in the order of their folders. */
  public List<IndexedRun> all() {
    return query("1", "");
  }

  /** The runs of that name, in the order of their folders. */
  public List<IndexedRun> named(String name) {
    return query("name = ?", name);
  }

  /** The runs of that recipe, seed included: {@link Provenance#hash}. */
  public List<IndexedRun> ofRecipe(String recipeHash) {
    return query("recipe_hash = ?", recipeHash);
  }

  /** Forgets everything and reads the folders again, in one transaction. */
  public void rebuild() {
    try (Statement statement = connection.createStatement()) {
      List<RunFolder> runs = folders();
      statement.execute("BEGIN IMMEDIATE");
      boolean whole = false;
      try {
        statement.executeUpdate("DELETE FROM runs");
        runs.forEach(this::put);
        whole = true;
      } finally {
        statement.execute(whole ? "COMMIT" : "ROLLBACK");
      }
    } catch (IOException broken) {
      throw RunException.reading(root, broken);
    } catch (SQLException broken) {
      throw wrong(root.resolve(FILE), broken);
    }
  }

  /** All runs below the root; files that others move away meanwhile are no matter. */
  private List<RunFolder> folders() throws IOException {
    List<RunFolder> runs = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            RunFolder run = new RunFolder(folder);
            if (run.exists()) {
              runs.add(run);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }
        });
    return runs;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException broken) {
      throw wrong(root.resolve(FILE), broken);
    }
  }

  /** Again while others are at it: SQLite does not wait where the journal's mode changes. */
  private void prepare() throws SQLException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS);
    while (true) {
      try {
        prepareOnce();
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

  private void prepareOnce() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = " + WAIT_MILLIS);
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = NORMAL");
      statement.execute(TABLE);
    }
  }

  private List<IndexedRun> query(String condition, String parameter) {
    String sql =
        "SELECT folder, provenance, result FROM runs WHERE " + condition + " ORDER BY folder";
    List<IndexedRun> runs = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      if (condition.contains("?")) {
        statement.setString(1, parameter);
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          runs.add(
              new IndexedRun(
                  new RunFolder(root.resolve(rows.getString(1))),
                  Provenance.parse(rows.getString(2)),
                  Optional.ofNullable(rows.getString(3)).map(RunResult::parse)));
        }
      }
      return runs;
    } catch (SQLException broken) {
      throw wrong(root.resolve(FILE), broken);
    }
  }

  private String relative(RunFolder run) {
    return root.relativize(run.path().toAbsolutePath().normalize()).toString();
  }

  private static RunException wrong(Path file, SQLException broken) {
    return new RunException(
        file.toString(),
        "an index of runs that can be read and written",
        String.valueOf(broken.getMessage()),
        "delete the file: it is made anew from the runs' folders");
  }
}
