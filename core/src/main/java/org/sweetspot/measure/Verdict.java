package org.sweetspot.measure;

/**
 * A kind of thing that an answer can say: a constant of the enum of a family of measures, whose
 * Javadoc names the numbers that go with it. The report has a sentence for each.
 */
public interface Verdict {
  /** The constant's name. */
  String name();
}
