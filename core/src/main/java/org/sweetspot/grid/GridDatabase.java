package org.sweetspot.grid;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.sweetspot.run.RunException;

/**
 * The database under a grid's store: SQLite for the processes of one machine, PostgreSQL for many
 * machines. Every statement stands for itself, so that no transaction can be left open by a process
 * that dies. A connection that was lost is made again, once, before a statement fails.
 */
final class GridDatabase implements AutoCloseable {
  private static final String SQLITE = "jdbc:sqlite:";
  private static final String POSTGRES = "jdbc:postgresql:";
  private static final int WAIT_MILLIS = 120_000;
  private static final int TRIES = 3;
  private static final String TABLE =
      "CREATE TABLE IF NOT EXISTS grid_runs (grid TEXT NOT NULL, run TEXT NOT NULL,"
          + " place INTEGER NOT NULL, made TEXT NOT NULL, state TEXT NOT NULL,"
          + " owner TEXT NOT NULL, until BIGINT NOT NULL, deaths INTEGER NOT NULL,"
          + " text TEXT NOT NULL, PRIMARY KEY (grid, run))";

  private final String url;
  private final @Nullable LongSupplier clock;
  private Connection connection;

  private GridDatabase(String url, @Nullable LongSupplier clock) throws SQLException {
    this.url = url;
    this.clock = clock;
    this.connection = connected();
  }

  /**
   * Opens it, and makes its table where there is none.
   *
   * @param clock milliseconds; the database's own where null
   */
  static GridDatabase open(String url, @Nullable LongSupplier clock) {
    if (!url.startsWith(SQLITE) && !url.startsWith(POSTGRES)) {
      throw new RunException(
          "the store " + shown(url),
          "jdbc:sqlite:FILE or jdbc:postgresql://HOST/DATABASE",
          url.contains(":") ? url.substring(0, url.indexOf(':')) + ":" : "no address",
          "leave it out for a file beside the runs, or give a PostgreSQL database");
    }
    try {
      return new GridDatabase(url, clock);
    } catch (SQLException refused) {
      throw wrong(url, refused);
    }
  }

  private Connection connected() throws SQLException {
    Connection made = DriverManager.getConnection(url);
    try (Statement statement = made.createStatement()) {
      if (url.startsWith(SQLITE)) {
        statement.execute("PRAGMA busy_timeout = " + WAIT_MILLIS);
      }
      for (int attempt = 1; ; attempt++) {
        try {
          statement.execute(TABLE);
          return made;
        } catch (SQLException race) {
          // PostgreSQL's "if not exists" does not wait for another process that is making it.
          if (attempt == TRIES) {
            throw race;
          }
        }
      }
    } catch (SQLException broken) {
      made.close();
      throw broken;
    }
  }

  /** What a row holds, as text by column. */
  interface Reader<T> {
    /** One row. */
    T read(ResultSet row) throws SQLException;
  }

  /** Changes rows. Returns how many. */
  synchronized int update(String sql, Object... parameters) {
    return again(
        () -> {
          try (PreparedStatement statement = prepared(sql, parameters)) {
            return statement.executeUpdate();
          }
        });
  }

  /** Reads rows. */
  synchronized <T> List<T> query(Reader<T> reader, String sql, Object... parameters) {
    return again(
        () -> {
          try (PreparedStatement statement = prepared(sql, parameters);
              ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
              found.add(reader.read(rows));
            }
            return found;
          }
        });
  }

  /**
   * The time by which leases are judged: on many machines only the server's clock is one for all.
   */
  long now() {
    if (clock != null) {
      return clock.getAsLong();
    }
    if (url.startsWith(SQLITE)) {
      return System.currentTimeMillis();
    }
    return query(
            row -> row.getLong(1),
            "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)")
        .get(0);
  }

  private interface Work<T> {
    T run() throws SQLException;
  }

  private <T> T again(Work<T> work) {
    try {
      try {
        return work.run();
      } catch (SQLException broken) {
        if (connection.isValid(1)) {
          throw broken;
        }
        connection.close();
        connection = connected();
        return work.run();
      }
    } catch (SQLException broken) {
      throw wrong(url, broken);
    }
  }

  private PreparedStatement prepared(String sql, Object... parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }

  private static RunException wrong(String url, SQLException broken) {
    return new RunException(
        "the store " + shown(url),
        "a database that can be read and written",
        String.format(Locale.ROOT, "%s", broken.getMessage()),
        url.startsWith(SQLITE)
            ? "delete the file: what is done is found again in the runs' folders"
            : "start the server, and check the address, user and password");
  }

  /** An address without what may be secret. */
  static String shown(String url) {
    return url.replaceAll("\\?.*", "").replaceAll("//[^/@]*@", "//");
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException broken) {
      throw wrong(url, broken);
    }
  }
}
