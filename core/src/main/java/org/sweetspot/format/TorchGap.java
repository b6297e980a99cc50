package org.sweetspot.format;

/**
 * A tensor of a PyTorch file that can't be read.
 *
 * @param reason why not
 */
record TorchGap(String reason) {}
