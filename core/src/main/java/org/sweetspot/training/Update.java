package org.sweetspot.training;

/**
 * Which update of a training is being made.
 *
 * @param step its number, from 1
 * @param progress share of the budget used before it, 0 to 1
 * @param rate its learning rate, schedule included
 */
public record Update(long step, double progress, double rate) {}
