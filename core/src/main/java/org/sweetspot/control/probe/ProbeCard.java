package org.sweetspot.control.probe;

/**
 * What a reader should know of a probe.
 *
 * @param id for documentation, such as "critical-batch"
 * @param what it reads
 * @param when it is asked
 * @param cost in trainings
 * @param source papers
 */
public record ProbeCard(String id, String what, String when, String cost, String source) {}
