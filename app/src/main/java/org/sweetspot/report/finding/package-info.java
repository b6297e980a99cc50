/**
 * Which sentence says a fact? A {@link org.sweetspot.measure.Finding} enters, plain words leave:
 * one class for each family of measures, with a sentence for each of its verdicts. Read {@link
 * org.sweetspot.report.finding.FindingSentences} first.
 */
@NullMarked
package org.sweetspot.report.finding;

import org.jspecify.annotations.NullMarked;
