package org.sweetspot.control.change;

/**
 * What a layer's forward product takes for one example.
 *
 * @param name of the layer, as its weight is called without the last word
 * @param weights numbers of its weight; 0 for products of activations with each other
 * @param other numbers of the other activation, which stands in the weight's place and differs
 *     between examples; 0 for layers with a weight
 * @param channels inputs that are summed at each place of the kernel, along which weights are
 *     grouped
 * @param inputs numbers that go in
 * @param outputs numbers that come out
 * @param multiplications of the product
 * @param first whether it is applied to data, so that nothing goes back to its inputs
 */
public record LayerShape(
    String name,
    double weights,
    double other,
    int channels,
    double inputs,
    double outputs,
    double multiplications,
    boolean first) {}
