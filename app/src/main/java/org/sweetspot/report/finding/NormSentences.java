package org.sweetspot.report.finding;

import org.sweetspot.measure.norm.NormFinding;

/** What norms of the weights show, in words. */
final class NormSentences {
  private static final String STRETCHES =
      "%s stretches most: an image by up to %.3g times (at most %.2g more)";
  private static final String MOVED = "The weights moved by %.2f of their first length: ";
  private static final String GROWS =
      "In a plain network of ReLU or tanh, without normalization, a change of the input grows at"
          + " most %.3g times on its way to the outputs; ";

  private NormSentences() {}

  static String of(NormFinding verdict) {
    return switch (verdict) {
      case NONE_STRETCHES -> STRETCHES + "; no convolution makes any change larger.";
      case STRETCHES_MOST ->
          STRETCHES + "; how much typical images are stretched this does not say.";
      case MOVED_HARDLY -> MOVED + "hardly, as in lazy training.";
      case MOVED_FAR -> MOVED + "they left their initialization behind.";
      case MOVED_AS_USUAL ->
          MOVED + "usual; movement alone does not tell whether features changed.";
      case EFFECTIVE_RATE ->
          "A step turns the weights as one of learning rate %.3g would turn weights of length one."
              + " To compare recipes by it, look at the same layer of the same architecture.";
      case PRODUCT_WITHOUT_MARGIN ->
          "The squared spectral norms multiply to e^%.3g; a tenth of the margins or more is not"
              + " positive, or not known, so that nothing is taken over the margin.";
      case PRODUCT_OVER_MARGIN -> "The squared norms multiply to e^%.3g over the squared margin.";
      case EQUAL_PATHS ->
          "The strength of the network is that of %.3g paths of equal strength %.2g. Whether that"
              + " is much cannot be told from one network.";
      case NO_PATH -> "No path leads from the inputs to the outputs: every one crosses a zero.";
      case BOUND_OVERFLOWS ->
          "The product over all layers is beyond all numbers: it bounds nothing of use.";
      case LAYER_ZERO -> "A layer is all zero: in a plain network nothing of the input passes it.";
      case CHANGES_CAN_GROW ->
          GROWS + "small changes can become large. The true growth may be far smaller.";
      case CHANGES_CANNOT_GROW ->
          GROWS + "no change can become larger. The true growth may be far smaller.";
      case ALL_ZERO -> "All weights are zero.";
      case LARGEST_SHARE ->
          "%.0f%% of the squared length %.3g lies in %s. Whether that is much cannot be told from"
              + " one network; compare it with its start (distance-from-initialization).";
    };
  }
}
