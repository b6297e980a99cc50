package org.sweetspot.diagnosis.check;

/**
 * What a user should know of a check.
 *
 * @param id for JSON and documentation
 * @param sentence what it finds, with the evidence's names in braces
 * @param looksAt which numbers of the record decide, with the bounds
 * @param remedy what to do, as an instruction
 * @param source papers or documentation
 */
public record CheckCard(String id, String sentence, String looksAt, String remedy, String source) {}
