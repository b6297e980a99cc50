/**
 * Which measure goes along with generalization over a grid of runs, and does it survive scrutiny? A
 * {@link org.sweetspot.generalization.study.StudyTable} goes in: runs at places of a grid, their
 * measures, their gap. Correlations, their robustness, and what they are worth for choosing a run
 * come out, always beside baselines. Read {@link org.sweetspot.generalization.study.Study} first.
 */
@NullMarked
package org.sweetspot.generalization.study;

import org.jspecify.annotations.NullMarked;
