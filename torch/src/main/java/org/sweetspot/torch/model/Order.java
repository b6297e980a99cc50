package org.sweetspot.torch.model;

/**
 * The highest derivative that will be taken of a pass. It decides in which order tensors of images
 * lie in memory, because libtorch's first and second derivatives are fast in different ones; the
 * numbers are the same up to rounding.
 */
public enum Order {
  /** At most a gradient: channels lie innermost. */
  FIRST,
  /** A derivative of a gradient: channels lie outermost. */
  SECOND
}
