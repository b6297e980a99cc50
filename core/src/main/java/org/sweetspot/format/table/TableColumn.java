package org.sweetspot.format.table;

/**
 * A column of a table.
 *
 * @param name unique in its table
 * @param kind what its cells are read as
 * @param type what the file says of it, for messages; for {@link Kind#UNREADABLE} the reason
 */
public record TableColumn(String name, Kind kind, String type) {
  /** What cells of a column are. */
  public enum Kind {
    /** Numbers, by the file's own type. */
    NUMBER,
    /** True or false, as the numbers 1 and 0. */
    TRUTH,
    /** Text, by the file's own type. */
    TEXT,
    /** Text that may stand for numbers: the file has no types. */
    UNTYPED,
    /** Cells that are none of these, such as lists and dates. */
    UNREADABLE
  }
}
