package org.sweetspot.control;

/**
 * One thing to change in a training loop.
 *
 * @param what in the field's terms, for instance "learning rate"
 * @param before as the baseline has it
 * @param after as the plan has it
 * @param pytorch the same as lines of PyTorch
 */
public record LoopChange(String what, String before, String after, String pytorch) {}
