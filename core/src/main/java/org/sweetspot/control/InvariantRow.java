package org.sweetspot.control;

/**
 * One quantity that a recipe fixes, as a number, before and after.
 *
 * @param name for instance "SGD noise scale"
 * @param meaning one plain sentence
 * @param unit empty for pure numbers
 * @param baseline its value in the baseline
 * @param changed its value after the change alone
 * @param controlled its value under the plan
 * @param held whether the plan keeps it within a factor of 1.5 of the baseline
 * @param note why it could not be held, or how it is
 */
public record InvariantRow(
    String name,
    String meaning,
    String unit,
    double baseline,
    double changed,
    double controlled,
    boolean held,
    String note) {}
