package org.sweetspot.control.layer;

import java.util.Optional;

/**
 * The errors that a change makes in gradients along a baseline, by layer and by operand.
 *
 * @param changed the layers that the change is about
 * @param layers each layer changed alone
 * @param operands each operand quantized alone, in all layers; empty where none is quantized
 */
public record LayerErrors(
    ChangedLayers changed, GradientErrors layers, Optional<GradientErrors> operands) {}
