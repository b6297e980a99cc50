/**
 * How does an ONNX model answer? ONNX Runtime carries it out: outputs, and numbers inside the graph
 * by the names of its nodes; no gradients, and weights that cannot be moved. Read {@link
 * org.sweetspot.onnx.OnnxProblem} first.
 */
@NullMarked
package org.sweetspot.onnx;

import org.jspecify.annotations.NullMarked;
