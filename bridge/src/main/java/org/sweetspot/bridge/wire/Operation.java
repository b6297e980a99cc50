package org.sweetspot.bridge.wire;

/** What can be asked; docs/bridge-protocol.md gives the body of each. */
public enum Operation {
  /** Sent by the other side while it works, so that it is known to be alive. */
  BEAT(0),
  /** Which program and which version of the protocol. */
  HELLO(1),
  /** Nothing; the answer says that everything before was done. */
  PING(2),
  /** The end. */
  BYE(3),
  /** A model, its data and its loss. */
  OPEN(4),
  /** Frees the model and every handle. */
  CLOSE(5),
  /** What the other side wants next, where it started this one. */
  NEXT(6),
  /** The answer to what it wanted. */
  RESULT(7),
  /** A vector of zeros. */
  NEW(16),
  /** Frees a vector or a view. */
  FREE(17),
  /** x := y. */
  SET(18),
  /** x := a x. */
  SCALE(19),
  /** x := x + a y. */
  ADD(20),
  /** x := x y, entry by entry. */
  MULTIPLY(21),
  /** x := x + a y z, entry by entry. */
  ADD_PRODUCT(22),
  /** x := x + a y / (sqrt(s z) + e), entry by entry. */
  ADD_RATIO(23),
  /** A part of a vector that shares its memory. */
  VIEW(24),
  /** Whether all entries are finite. */
  FINITE(25),
  /** Inner products of many with many. */
  PRODUCTS(26),
  /** x := x + sum of a_i y_i. */
  COMBINE(27),
  /** x := random entries of a stream's key and position. */
  DRAW(28),
  /** Some entries, as bytes. */
  READ(29),
  /** Sets some entries from bytes. */
  WRITE(30),
  /** Mean loss of a batch. */
  LOSS(40),
  /** Mean loss of a batch and its gradient. */
  GRADIENT(41),
  /** The graph of the gradient on a batch. */
  GRAPH(42),
  /** A product with the graph's Hessian or Gauss-Newton matrix. */
  PRODUCT(43),
  /** Frees a graph. */
  CLOSE_GRAPH(44),
  /** A product with the Gauss-Newton matrix of a batch. */
  GAUSS_NEWTON(45),
  /** The loss of each example. */
  LOSSES(46),
  /** The squared norm of each example's gradient. */
  SQUARED_NORMS(47),
  /** Gradients of examples. */
  EXAMPLES(48),
  /** Logits and labels. */
  OUTPUTS(49),
  /** Outputs, targets and the loss's curvature. */
  OUTPUT_TABLE(50),
  /** Gradients of combinations of each example's outputs. */
  OUTPUT_GRADIENTS(51),
  /** Squared norms of those. */
  OUTPUT_NORMS(52),
  /** Features, weight and bias of the last layer. */
  LAST_LAYER(53),
  /** Inputs of a batch. */
  INPUTS(54),
  /** Outputs at given inputs and weights. */
  LOGITS(55);

  private final int code;

  Operation(int code) {
    this.code = code;
  }

  /** The number in a frame. */
  public int code() {
    return code;
  }
}
