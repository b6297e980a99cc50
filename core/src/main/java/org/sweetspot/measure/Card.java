package org.sweetspot.measure;

/**
 * What a practitioner reads about a measure before using it.
 *
 * @param id short and lasting, in kebab-case
 * @param title the field's name for it
 * @param question one sentence in plain words that the value answers
 * @param needs what the problem or the recipe must offer
 * @param reading how to read typical values
 * @param unit of the value, empty for pure numbers
 * @param source paper and section
 */
public record Card(
    String id,
    String title,
    String question,
    String needs,
    String reading,
    String unit,
    String source) {
  /** Checks that nothing but the unit is empty. */
  public Card {
    if (!id.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException("id of a measure: expected kebab-case, got " + id);
    }
    if (title.isBlank()
        || question.isBlank()
        || needs.isBlank()
        || reading.isBlank()
        || source.isBlank()) {
      throw new IllegalArgumentException(
          "card of " + id + ": expected title, question, needs, reading and source, got a blank");
    }
  }
}
