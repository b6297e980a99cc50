package org.sweetspot.recipe;

/** The one wording in which a recipe's records refuse a value. */
final class Require {
  private Require() {}

  static void that(boolean holds, String key, String expected, Object got) {
    if (!holds) {
      throw new InvalidValueException(key, expected, got);
    }
  }
}
