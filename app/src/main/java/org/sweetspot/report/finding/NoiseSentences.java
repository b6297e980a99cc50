package org.sweetspot.report.finding;

import org.sweetspot.measure.noise.NoiseFinding;

/** What measures of gradient noise find, in words. */
final class NoiseSentences {
  private static final String TENTH =
      "The top tenth of the examples holds %.0f%% of the squared norms (error %.1g points), %.1f"
          + " times its part";
  private static final String COSINE =
      "Cosine %.2f (error %.1g) where noise of equal strength in all directions shows %.2f: ";

  private NoiseSentences() {}

  static String of(NoiseFinding verdict) {
    return switch (verdict) {
      case ALIKE -> "All examples pull nearly alike: one is about as good as a batch.";
      case DIVERSE ->
          "Batches of up to about %.0f examples (error %.0f) are worth their examples; larger ones"
              + " average what is alike already.";
      case NO_GRADIENT -> "Every gradient is exactly zero: nothing pulls on the weights.";
      case NO_NOISE -> "All examples pull alike, to rounding: there is no noise.";
      case SIGNAL_LOST ->
          "The signal, %.2g (error %.2g), cannot be told from zero: what the examples agree on is"
              + " lost in their noise of %.3g, as usual at the end of a training.";
      case NOISE_OVER_SIGNAL ->
          "One example's gradient is %.3g times as much noise as signal; a batch of that many"
              + " examples makes them equal.";
      case NO_EXAMPLE_PULLS -> "Every example's gradient is zero: none pulls any more.";
      case NORMS_EVEN ->
          "The top tenth of the examples holds %.0f%% of the squared norms, within two errors of"
              + " the %.0f%% of equal pulls: no few examples lead.";
      case FEW_LEAD ->
          TENTH
              + ": these few make most of the noise; look whether they are hard or wrongly"
              + " labelled.";
      case NORMS_UNEVEN -> TENTH + ", the others still pull.";
      case ALIGNMENT_NOT_SHOWN -> COSINE + "within two errors, so that no alignment is shown.";
      case ALIGNED ->
          COSINE
              + "the noise shakes the weights mainly where the loss is steep, as usual, and drives"
              + " them out of sharp places.";
      case AVOIDS_STEEP -> COSINE + "the noise avoids the steep directions, which is unusual.";
      case NO_NOISE_ONE_AS_BATCH ->
          "All examples pull alike, to rounding: there is no noise, and one is as good as a batch.";
      case SCALE_UNKNOWN ->
          "Known to within its own size only (%.3g, error %.2g): which batches are large cannot be"
              + " told; measure more examples.";
      case SCALE ->
          "Batches well below %.3g examples (error %.2g) are mostly noise, so that doubling them"
              + " hardly wastes data; well above, a larger batch saves few steps.";
      case NO_TEMPERATURE ->
          "All examples pull alike, to rounding: there is no noise that could shake the weights.";
      case TEMPERATURE_UNKNOWN ->
          "Within two errors of zero: how strongly the noise shakes the weights cannot be told.";
      case TEMPERATURE ->
          "In a quadratic valley with this noise the loss would settle about %.2g (error %.1g)"
              + " above its floor, were the steps short: a lower learning rate or a larger batch"
              + " takes that off in proportion.";
      case NOTHING_BUT_NOISE ->
          "Within two errors of the %.0f that no signal at all would show: the mean gradient may be"
              + " nothing but noise, and no batch size follows.";
      case PLUG_IN ->
          "%.0f%% of the squared mean gradient is noise itself; without it the scale is %.3g"
              + " examples.";
      case EQUAL_AT_BATCH ->
          "In a batch of about %.0f examples signal and noise are equally strong; smaller batches"
              + " walk mostly at random.";
      case NO_SIGNAL_SHOWN ->
          "Within two errors of zero: no mean gradient is shown beneath the noise, as at the end of"
              + " a training.";
      case STEP_PER_EXAMPLE ->
          "Each example moves the weights by %.3g times its gradient, momentum's echo included. The"
              + " number alone shows nothing; to keep it, change the learning rate in proportion to"
              + " the batch.";
    };
  }
}
