package org.sweetspot.weights;

/**
 * Something in a file or a model that is not measured.
 *
 * @param name as the file or the model calls it
 * @param reason why not
 */
public record LeftOut(String name, String reason) {}
