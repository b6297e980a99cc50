package org.sweetspot.run;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sweetspot.problem.Split;
import org.sweetspot.training.Evaluation.Score;

/**
 * Finds runs again: an SQLite database beside the runs' folders.
 *
 * <p>It is only an index: the folders hold the truth, and it is made anew from them where it is
 * missing, was not made to its end, is damaged (the damaged file is kept under another name) or of
 * another version. A run whose own files are damaged is left out and named: {@link #damaged}. Many
 * processes may write at once; each waits up to two minutes for its turn. Loss and accuracy have
 * columns of their own, for queries by other programs. Not safe for use by several threads: open
 * one each.
 */
public final class RunIndex implements AutoCloseable {
  private static final int VERSION = 2;
  private static final String TABLE =
      "CREATE TABLE runs (folder TEXT PRIMARY KEY, name TEXT NOT NULL,"
          + " recipe_hash TEXT NOT NULL, seed INTEGER NOT NULL, data_hash TEXT NOT NULL,"
          + " ending TEXT, step INTEGER, train_loss REAL, train_accuracy REAL,"
          + " validation_loss REAL, validation_accuracy REAL, test_loss REAL,"
          + " test_accuracy REAL, provenance TEXT NOT NULL, result TEXT)";
  private static final String DAMAGED =
      "CREATE TABLE damaged (folder TEXT PRIMARY KEY, problem TEXT NOT NULL)";
  private static final String PUT =
      "INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private final Path root;
  private final Path file;
  private final IndexDatabase database;

  private RunIndex(Path root) throws SQLException, IOException {
    this.root = root;
    this.file = IndexDatabase.file(root);
    this.database = IndexDatabase.open(root, VERSION, this::remake);
  }

  /**
   * Opens the index of all runs in a folder's subfolders, at any depth.
   *
   * @param root the folder; made if it is not there
   */
  public static RunIndex open(Path root) {
    Path absolute = root.toAbsolutePath().normalize();
    try {
      Files.createDirectories(absolute);
      RunIndex index = new RunIndex(absolute);
      try {
        index.lookAgain();
      } catch (SQLException broken) {
        if (!IndexDatabase.isDamage(broken)) {
          index.close();
          throw broken;
        }
        index.database.replace(index::remake);
      }
      return index;
    } catch (IOException broken) {
      throw RunException.writing(IndexDatabase.file(absolute), broken);
    } catch (SQLException broken) {
      throw IndexDatabase.wrong(IndexDatabase.file(absolute), broken);
    }
  }

  /** Enters a run, begun or finished, as its folder stands now; an older entry is replaced. */
  public void put(RunFolder run) {
    try (PreparedStatement statement = database.statement(PUT)) {
      put(run, statement);
    } catch (SQLException broken) {
      throw IndexDatabase.wrong(file, broken);
    }
  }

  private void put(RunFolder run, PreparedStatement statement) throws SQLException {
    Provenance provenance = run.provenance();
    Optional<RunResult> result = run.result();
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
  }

  /** The runs that are left out since their own files are damaged, and what is wrong with each. */
  public SortedMap<RunFolder, String> damaged() {
    try {
      return leftOut();
    } catch (SQLException broken) {
      throw IndexDatabase.wrong(file, broken);
    }
  }

  private SortedMap<RunFolder, String> leftOut() throws SQLException {
    SortedMap<RunFolder, String> found = new TreeMap<>(Comparator.comparing(RunFolder::path));
    try (PreparedStatement statement = database.statement("SELECT folder, problem FROM damaged");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.put(new RunFolder(root.resolve(rows.getString(1))), rows.getString(2));
      }
    }
    return found;
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
    try {
      database.transaction(this::remake);
    } catch (IOException broken) {
      throw RunException.reading(root, broken);
    } catch (SQLException broken) {
      throw IndexDatabase.wrong(file, broken);
    }
  }

  private void remake(IndexDatabase same, Statement statement) throws SQLException, IOException {
    statement.execute("DROP TABLE IF EXISTS runs");
    statement.execute("DROP TABLE IF EXISTS damaged");
    statement.execute(TABLE);
    statement.execute(DAMAGED);
    enter(same, folders());
  }

  private void enter(IndexDatabase same, List<RunFolder> runs) throws SQLException {
    try (PreparedStatement whole = same.statement(PUT);
        PreparedStatement damaged =
            same.statement("INSERT OR REPLACE INTO damaged VALUES (?, ?)")) {
      for (RunFolder run : runs) {
        try {
          put(run, whole);
        } catch (RunException broken) {
          damaged.setString(1, relative(run));
          damaged.setString(2, broken.getMessage());
          damaged.executeUpdate();
        }
      }
    }
  }

  /** Whether what was damaged is whole again, or gone. */
  private void lookAgain() throws SQLException, IOException {
    List<RunFolder> before = List.copyOf(leftOut().keySet());
    if (!before.isEmpty()) {
      database.transaction(
          (same, statement) -> {
            statement.executeUpdate("DELETE FROM damaged");
            enter(same, before.stream().filter(RunFolder::exists).toList());
          });
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
      database.close();
    } catch (SQLException broken) {
      throw IndexDatabase.wrong(file, broken);
    }
  }

  private List<IndexedRun> query(String condition, String parameter) {
    String sql =
        "SELECT folder, provenance, result FROM runs WHERE " + condition + " ORDER BY folder";
    try {
      return query(sql, condition.contains("?"), parameter);
    } catch (RunException | SQLException broken) {
      if (broken instanceof SQLException sqlite && !IndexDatabase.isDamage(sqlite)) {
        throw IndexDatabase.wrong(file, sqlite);
      }
      return queryAnew(sql, condition.contains("?"), parameter);
    }
  }

  /** Once more, on an index made anew, since what it holds is damaged. */
  private List<IndexedRun> queryAnew(String sql, boolean bound, String parameter) {
    try {
      if (database.isWhole()) {
        rebuild();
      } else {
        database.replace(this::remake);
      }
      return query(sql, bound, parameter);
    } catch (IOException broken) {
      throw RunException.writing(file, broken);
    } catch (SQLException broken) {
      throw IndexDatabase.wrong(file, broken);
    }
  }

  private List<IndexedRun> query(String sql, boolean bound, String parameter) throws SQLException {
    List<IndexedRun> runs = new ArrayList<>();
    try (PreparedStatement statement = database.statement(sql)) {
      if (bound) {
        statement.setString(1, parameter);
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          runs.add(
              new IndexedRun(
                  new RunFolder(root.resolve(rows.getString(1))),
                  Provenance.parse(file.toString(), rows.getString(2)),
                  Optional.ofNullable(rows.getString(3))
                      .map(json -> RunResult.parse(file.toString(), json))));
        }
      }
    }
    return runs;
  }

  private String relative(RunFolder run) {
    return root.relativize(run.path().toAbsolutePath().normalize()).toString();
  }
}
