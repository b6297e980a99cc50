package org.sweetspot.control.correction;

/**
 * What a user should know of a correction before trusting it.
 *
 * @param id for JSON and documentation
 * @param title short, in the field's terms
 * @param what it does to the recipe, with the formula
 * @param when it is proposed
 * @param cost of training with it, and of trying it
 * @param evidence what it did in experiments that the documentation names, with figures; "no
 *     effect" where that is so
 * @param source papers
 */
public record Card(
    String id,
    String title,
    String what,
    String when,
    String cost,
    String evidence,
    String source) {}
