package org.sweetspot.data;

import org.sweetspot.problem.Split;

/**
 * The three splits of a data set.
 *
 * @param name what reports call it
 * @param hash of all inputs and labels, in hexadecimal: the provenance of every result
 * @param text whether inputs are tokens
 * @param train what weights are fitted to
 * @param validation what decisions are made on; may be empty
 * @param test what is looked at once; may be empty
 */
public record DataSet(
    String name, String hash, boolean text, Examples train, Examples validation, Examples test) {
  /** The examples of a split. */
  public Examples examples(Split split) {
    return switch (split) {
      case TRAIN -> train;
      case VALIDATION -> validation;
      case TEST -> test;
    };
  }
}
