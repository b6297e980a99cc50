package org.sweetspot.data;

import java.util.List;
import org.sweetspot.problem.Split;

/**
 * The three splits of a data set.
 *
 * @param name what reports call it
 * @param hash of all inputs and targets, in hexadecimal: the provenance of every result
 * @param text whether each example is a text whose next tokens are its labels
 * @param train what weights are fitted to
 * @param validation what decisions are made on; may be empty
 * @param test what is looked at once; may be empty
 * @param notes what was taken for what when it was read, a sentence each
 */
public record DataSet(
    String name,
    String hash,
    boolean text,
    Examples train,
    Examples validation,
    Examples test,
    List<String> notes) {
  /** Copies the notes. */
  public DataSet {
    notes = List.copyOf(notes);
  }

  /** A data set about which nothing needs to be said. */
  public DataSet(
      String name, String hash, boolean text, Examples train, Examples validation, Examples test) {
    this(name, hash, text, train, validation, test, List.of());
  }

  /** The examples of a split. */
  public Examples examples(Split split) {
    return switch (split) {
      case TRAIN -> train;
      case VALIDATION -> validation;
      case TEST -> test;
    };
  }
}
