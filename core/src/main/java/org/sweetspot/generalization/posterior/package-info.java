/**
 * Which posterior over the weights makes the PAC-Bayes bound small? In goes a problem, out comes a
 * Gaussian posterior beside a prior that never saw the bound's examples, trained with the trainer
 * that trains networks, and its mean error by Monte Carlo. Read {@link
 * org.sweetspot.generalization.posterior.PosteriorTraining} first.
 */
@NullMarked
package org.sweetspot.generalization.posterior;

import org.jspecify.annotations.NullMarked;
