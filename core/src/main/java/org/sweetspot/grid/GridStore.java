package org.sweetspot.grid;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.sweetspot.grid.GridEntry.State;

/**
 * The runs of one grid in a database that many processes share: who has which, and what came of it.
 *
 * <p>A worker takes a run for a lease of time and renews it again and again; where it stops
 * (killed, out of memory, its machine gone) the lease ends and another worker takes the run, which
 * goes on from its last checkpoint. A worker whose lease was taken over is told so when it renews,
 * and must stop. Every change is one statement whose condition names the owner, so a result can be
 * left only by whoever holds the run. A run whose workers died {@value #MOST_DEATHS} times has
 * failed. Leases are judged by one clock: the machine's, or the PostgreSQL server's. Safe for
 * several threads.
 */
public final class GridStore implements AutoCloseable {
  /** How many workers a run may lose. */
  public static final int MOST_DEATHS = 4;

  /** How long a worker may be silent before others take its run. */
  public static final long LEASE_MILLIS = 30_000;

  /** How long a run rests that turned out to be held by somebody else. */
  private static final long REST_MILLIS = 2_000;

  private static final String OPEN = " state IN ('waiting', 'taken') AND until < ?";
  private static final String MINE =
      " WHERE grid = ? AND run = ? AND state = 'taken' AND owner = ?";
  private static final String UNSETTLED = " WHERE grid = ? AND run = ? AND";

  private final GridDatabase database;
  private final String grid;

  private GridStore(GridDatabase database, String grid) {
    this.database = database;
    this.grid = grid;
  }

  /**
   * Opens the store of a grid; its table is made if it is not there.
   *
   * @param url {@code jdbc:sqlite:FILE} or {@code jdbc:postgresql://HOST/DATABASE}
   * @param grid which of the grids in that database
   */
  public static GridStore open(String url, String grid) {
    return new GridStore(GridDatabase.open(url, null), grid);
  }

  /** With a clock of one's own, in milliseconds. */
  static GridStore open(String url, String grid, LongSupplier clock) {
    return new GridStore(GridDatabase.open(url, clock), grid);
  }

  /**
   * Enters a run. One that is there stays as it is, unless it is to be made otherwise or had
   * failed: then it waits anew.
   *
   * @param place in which order runs are taken
   * @param made by what its result is to be made
   */
  public void enter(String run, int place, String made) {
    database.update(
        "INSERT INTO grid_runs VALUES (?, ?, ?, ?, 'waiting', '', 0, 0, '')"
            + " ON CONFLICT (grid, run) DO UPDATE SET place = excluded.place,"
            + " made = excluded.made, state = 'waiting', owner = '', until = 0, deaths = 0,"
            + " text = '' WHERE grid_runs.made <> excluded.made OR grid_runs.state = 'failed'",
        grid,
        run,
        place,
        made);
  }

  /** Notes a result that was found elsewhere, whoever holds the run. */
  public void settle(String run, String result) {
    database.update(
        "UPDATE grid_runs SET state = 'done', text = ?" + UNSETTLED + " state <> 'done'",
        result,
        grid,
        run);
  }

  /** Runs that can be taken, in their order. */
  public List<String> free() {
    long now = database.now();
    // A run that lost its last worker by silence is given up here, where somebody looks for work.
    database.update(
        "UPDATE grid_runs SET state = 'failed', deaths = deaths + 1, text = ? WHERE grid = ?"
            + " AND state = 'taken' AND until < ? AND deaths + 1 >= ?",
        "its workers were lost " + MOST_DEATHS + " times",
        grid,
        now,
        MOST_DEATHS);
    return database.query(
        row -> row.getString(1),
        "SELECT run FROM grid_runs WHERE grid = ? AND" + OPEN + " ORDER BY place, run",
        grid,
        now);
  }

  /** Takes a run for a lease of time. False where another one was first. */
  public boolean take(String run, String owner) {
    long now = database.now();
    return database.update(
            "UPDATE grid_runs SET deaths = deaths + CASE WHEN state = 'taken' THEN 1 ELSE 0 END,"
                + " state = 'taken', owner = ?, until = ?"
                + UNSETTLED
                + OPEN,
            owner,
            now + LEASE_MILLIS,
            grid,
            run,
            now)
        == 1;
  }

  /** Says that the worker lives. False where the run is no longer its own: then it must stop. */
  public boolean renew(String run, String owner) {
    return database.update(
            "UPDATE grid_runs SET until = ?" + MINE,
            database.now() + LEASE_MILLIS,
            grid,
            run,
            owner)
        == 1;
  }

  /** Leaves the result of a run. False where the run was no longer the worker's own. */
  public boolean finish(String run, String owner, String result) {
    return database.update(
            "UPDATE grid_runs SET state = 'done', text = ?" + MINE, result, grid, run, owner)
        == 1;
  }

  /** Says that a run cannot be carried out; nobody tries again until it is entered anew. */
  public void fail(String run, String owner, String reason) {
    database.update(
        "UPDATE grid_runs SET state = 'failed', text = ?" + MINE, reason, grid, run, owner);
  }

  /** Gives a run back that somebody else works on without the store; it rests for a while. */
  public void release(String run, String owner) {
    database.update(
        "UPDATE grid_runs SET state = 'waiting', until = ?" + MINE,
        database.now() + REST_MILLIS,
        grid,
        run,
        owner);
  }

  /** Says at once what the end of the lease would say later: that the worker died. */
  public void lost(String run, String owner, String words) {
    database.update(
        "UPDATE grid_runs SET deaths = deaths + 1, until = 0,"
            + " state = CASE WHEN deaths + 1 >= ? THEN 'failed' ELSE 'waiting' END,"
            + " text = CASE WHEN deaths + 1 >= ? THEN ? ELSE '' END"
            + MINE,
        MOST_DEATHS,
        MOST_DEATHS,
        words,
        grid,
        run,
        owner);
  }

  /** Every run of the grid, in their order. */
  public List<GridEntry> entries() {
    return entries("", grid);
  }

  /** One run, if it is there. */
  public Optional<GridEntry> entry(String run) {
    return entries(" AND run = ?", grid, run).stream().findFirst();
  }

  private List<GridEntry> entries(String condition, Object... parameters) {
    return database.query(
        row ->
            new GridEntry(
                row.getString(1),
                State.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                row.getString(3),
                row.getInt(4),
                row.getString(5)),
        "SELECT run, state, owner, deaths, text FROM grid_runs WHERE grid = ?"
            + condition
            + " ORDER BY place, run",
        parameters);
  }

  @Override
  public void close() {
    database.close();
  }
}
