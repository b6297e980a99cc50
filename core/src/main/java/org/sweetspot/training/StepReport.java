package org.sweetspot.training;

/**
 * What one update was.
 *
 * @param step number of this update, from 1
 * @param epoch passes over the training split after it
 * @param rate the learning rate it used, schedule included
 * @param loss mean loss over its batch, before the update
 * @param gradientNorm Euclidean norm of the gradient, before clipping, without weight decay
 * @param progress share of the budget used after it, 0 to 1
 */
public record StepReport(
    long step, double epoch, double rate, double loss, double gradientNorm, double progress) {}
