package org.sweetspot.report.finding;

import org.sweetspot.measure.kernel.KernelFinding;

/** What measures of the tangent kernel find, in words. */
final class KernelSentences {

  private KernelSentences() {}

  static String of(KernelFinding verdict) {
    return switch (verdict) {
      case ALIGNED ->
          "Its centred cosine with the labels is %.2f (error %.2f), more than none; what of that"
              + " the start had already, kernel-or-rich tells.";
      case NOT_ALIGNED -> "Within two errors of zero: the kernel shows nothing of the labels.";
      case LAZY -> "It is in the kernel (lazy) regime: the kernel kept its direction.";
      case RICH -> "It is in the rich regime: the kernel turned, features were learned.";
      case BETWEEN -> "It is between kernel and rich regime.";
      case REGIME_NOT_SHOWN ->
          "Within two errors of a limit between the regimes: which one it is in is not shown.";
      case SPECTRUM ->
          "The first eigenvalue holds %.0f%% of the trace, the first %d hold %.0f%%; the kernel"
              + " weighs as if %.3g functions of the data (error %.1g) were learned alike, the rest"
              + " hardly.";
    };
  }
}
