package org.sweetspot.report.finding;

import org.sweetspot.measure.curvature.CurvatureFinding;

/** What measures of curvature find, in words. */
final class CurvatureSentences {
  private static final String SUMMED =
      "Summed over all directions: if every weight were off by %s at random, the loss would ";
  private static final String DOWN =
      "On the average of all directions the loss bends down, which no minimum does: if every weight"
          + " were off by %s at random, the loss would ";
  private static final String QUADRATIC = ", as far as it is quadratic there.";
  private static final String SHARPEST = "The sharpest is %s (%.3g, residual %.2g)";
  private static final String LARGEST = "The largest is that of %s (%.3g, residual %.2g)";
  private static final String RIVALS =
      ", but within the residuals others may be: which one it is cannot be told.";
  private static final String MOST = "Most curvature lies in %s: trace %.3g, error %.2g";
  private static final String TENSORS =
      "Larger tensors have larger traces; group-traces gives the share per weight.";

  private CurvatureSentences() {}

  static String of(CurvatureFinding verdict) {
    return switch (verdict) {
      case TOP_UNDECIDED ->
          "The largest, %.3g, is within its residual %.2g of zero: whether %s bends upwards"
              + " anywhere cannot be told.";
      case TOP_ZERO -> "The largest is zero: here %s bends upwards in no direction.";
      case TOP_NEGATIVE ->
          "Even the largest, %.3g, is negative beyond its residual: %s bends upwards in no"
              + " direction, so this is no minimum.";
      case TOP ->
          "In its steepest direction %s bends so strongly that plain gradient descent %s overshoots"
              + " more at each step with learning rates above 2 / %.3g = %.3g (error %.1g).";
      case THE_LOSS -> "the loss";
      case LINEARIZED_LOSS -> "the loss of outputs linear in the weights";
      case SQUARED_PULL -> "the square of what single examples pull";
      case ALL_WEIGHTS -> "of all weights";
      case CHOSEN_ALONE -> "of the chosen parameters alone";
      case NONE_LEADS ->
          "None of the %d that were asked for is surely twice the next: no direction stands out.";
      case ONE_LEADS -> "One direction stands out of the %d that were asked for: the next is %s.";
      case SOME_LEAD -> "%d directions stand out of the %d that were asked for: the next is %s.";
      case NEXT_NOT_POSITIVE -> "zero or negative";
      case NEXT_SMALLER -> "at least %.1f times smaller";
      case CHANGE_NOT_SHOWN ->
          "Between the first and the last state the largest eigenvalue did not change beyond its"
              + " residuals.";
      case TOP_ROSE ->
          "From the first to the last state the largest eigenvalue rose from %.3g to %.3g.";
      case TOP_FELL ->
          "From the first to the last state the largest eigenvalue fell from %.3g to %.3g.";
      case FISHER_ZERO ->
          "The largest cannot be told from zero: no example pulls on the weights any more.";
      case FISHER_MAIN ->
          "Along their main direction the gradients of single examples are %.3g long (root mean"
              + " square).";
      case NOTHING_TO_LEARN ->
          "Every example's gradient is zero: nothing is left to learn from these examples.";
      case GRADIENT_LENGTH ->
          "The gradients of single examples are %.3g long (root mean square): a short step on one"
              + " example lowers its own loss by the learning rate times %.3g on average. How much"
              + " of it is agreement, signal-to-noise tells.";
      case DIRECTIONS_WITHOUT_OUTPUT ->
          "They are zero: there are more weights than measured outputs, so that some directions"
              + " move none of them.";
      case EVERY_DIRECTION_REACTS ->
          "The smallest found is %.3g, beyond its residual: the outputs react to every direction"
              + " that was looked at.";
      case STILL_DIRECTION ->
          "The smallest, %.2g, is zero within its residual %.2g: along it the weights can move a"
              + " little without any measured output changing.";
      case TRACE_UNDECIDED ->
          "Within two errors of zero (%.3g, error %.2g): whether the loss bends up or down on the"
              + " average of all directions cannot be told.";
      case SHIFT_RAISES -> SUMMED + "rise by about %.2g" + QUADRATIC;
      case SHIFT_RAISES_ABOUT -> SUMMED + "rise by about %.2g (error %.1g)" + QUADRATIC;
      case SHIFT_LOWERS -> DOWN + "fall by about %.2g" + QUADRATIC;
      case SHIFT_LOWERS_ABOUT -> DOWN + "fall by about %.2g (error %.1g)" + QUADRATIC;
      case HESSIAN_TOO -> "It is the Hessian's trace as well.";
      case OUTPUTS_ONLY ->
          "It counts the outputs' reaction only, not the bend of the outputs themselves.";
      case OF_CHOSEN -> "Of the chosen parameters alone: %s";
      case DENSITY_AVERAGE ->
          "Per weight as curved as the network is on average, within two errors.";
      case DENSITY_HIGH ->
          "Per weight %.2g times the average curvature: these parameters are the sensitive ones.";
      case DENSITY_LOW ->
          "Per weight %.2g times the average curvature: these parameters bear larger changes than"
              + " the rest.";
      case WAY_DOWN ->
          "The smallest is %.3g, negative beyond its residual: there is a way down still, which is"
              + " usual where training stopped early; this is no minimum. %d of the %d that were"
              + " asked for are negative.";
      case ALL_DOWN ->
          "The smallest is %.3g, negative beyond its residual: there is a way down still, which is"
              + " usual where training stopped early; this is no minimum. All of the %d that were"
              + " asked for are negative.";
      case UPWARDS_EVERYWHERE ->
          "The smallest found, %.3g, is positive beyond its residual: the loss bends upwards in"
              + " every direction, and nothing speaks against a minimum.";
      case BOTTOM_UNDECIDED ->
          "The smallest, %.2g, is within its residual %.2g of zero: nothing speaks against a"
              + " minimum, but whether a direction leads slightly down cannot be told.";
      case FLAT_SHARE ->
          "%.1f%% of the directions (error %.1g) are flat to within %.2g, the blur of this curve;"
              + " %.1f%% bend up more than that.";
      case DOWN_SHARE -> "%.2g%% bend down (error %.1g): the weights are not at a minimum.";
      case NO_DOWN_SHARE -> "No share that bends down is shown.";
      case MEAN_UNDECIDED ->
          "The mean curvature of a direction, %.3g, cannot be told from zero; the root mean square"
              + " is %.3g.";
      case MEAN_UP ->
          "The mean curvature of a direction, %.3g, is upwards; the root mean square is %.3g.";
      case MEAN_DOWN ->
          "The mean curvature of a direction, %.3g, is downwards, as at no minimum; the root mean"
              + " square is %.3g.";
      case SPREAD_UNKNOWN -> "In how few directions it lies cannot be told from these errors.";
      case SPREAD ->
          "Its square lies as if in %.2g%% of the directions (error %.1g), 100%% being all alike.";
      case SQUARE_EXCEEDS ->
          "Larger than the square of the trace, which only negative eigenvalues can make it: the"
              + " loss bends down in some directions, and this is no minimum.";
      case SQUARE_UNCERTAIN ->
          "Its error is too large to tell over how many directions the curvature is spread.";
      case EQUAL_DIRECTIONS ->
          "As if %.3g of the %.0f directions held all the curvature in equal parts (error %.1g); at"
              + " least as many, should some eigenvalues be negative.";
      case SHARPEST_UNDECIDED -> SHARPEST + RIVALS;
      case SHARPEST_LIMITS ->
          SHARPEST
              + ": it limits the step size of all, that of plain gradient descent to %.3g (2 over"
              + " it) or less.";
      case SHARPEST_NOT_SHOWN -> SHARPEST + ": no layer is shown to bend upwards.";
      case LARGEST_UNDECIDED -> LARGEST + RIVALS;
      case LARGEST -> LARGEST + ".";
      case LARGEST_NOT_SHOWN -> LARGEST + ": none is told from zero.";
      case LAYER_UNDECIDED ->
          "%s has the largest trace, %.3g, but within two errors (%.2g) of others: which layer"
              + " holds most curvature cannot be told.";
      case LAYER_HOLDS_MOST -> MOST + ". " + TENSORS;
      case LAYER_HOLDS_SHARE -> MOST + ", %.0f%% of the whole. " + TENSORS;
    };
  }
}
