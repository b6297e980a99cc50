package org.sweetspot.measure.kernel;

import java.util.List;
import java.util.Map;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NullControl;
import org.sweetspot.measure.Sentence;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.random.RandomStream;

/**
 * How well the empirical tangent kernel knows the labels.
 *
 * <p>"alignment": &lt;K, Y Y'&gt; / (||K|| ||Y Y'||), Y the one-hot labels; "centred": the same of
 * H K H and H Y Y' H, H = I - 1 1' / n. Error: jackknife over blocks of examples. Cost: the kernel,
 * shared. Source: Cristianini et al. 2001; Cortes, Mohri and Rostamizadeh 2012 for the centred one;
 * Baratin et al. 2021 for tangent kernels.
 */
public final class KernelAlignment implements Measure {
  private static final int CONTROLS = 20;

  @Override
  public Card card() {
    return new Card(
        "ntk-alignment",
        "alignment of the tangent kernel with the labels",
        "Does the network, at this point, learn along the directions that the labels need?",
        "gradients of outputs, one row of logits for each example",
        "The centred number is 0 for a kernel that knows nothing of the classes, 1 for one that"
            + " knows nothing else. It rises when features are learned. The uncentred one is large"
            + " even then (see the control).",
        "",
        "Cristianini et al. 2001; Cortes, Mohri and Rostamizadeh 2012; Baratin et al. 2021");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    return ExampleKernel.work(context, ExampleKernel.CURRENT);
  }

  @Override
  public Finding judge(Measurement found) {
    double centred = found.number("centred");
    double error = found.margin("centred");
    if (Double.isNaN(centred)) {
      return Finding.READING;
    }
    return centred > 2 * error
        ? Finding.of(KernelFinding.ALIGNED, centred, error)
        : Finding.of(KernelFinding.NOT_ALIGNED);
  }

  @Override
  public Answer answer(MeasureContext context) {
    ExampleKernel kernel = ExampleKernel.current(context);
    int[] all = kernel.all();
    double plain = plain(kernel, all);
    double centred = centred(kernel, all);
    double plainError = kernel.error(rows -> plain(kernel, rows));
    double centredError = kernel.error(rows -> centred(kernel, rows));
    double[] control = shuffled(context, kernel);
    return Answer.estimate(
            named(plain, centred),
            named(plainError, centredError),
            "exact for these examples; standard error by a jackknife over "
                + kernel.blocks()
                + " blocks of examples",
            ExampleKernel.conventions(context).and(Conventions.DEFINITION, "one-hot labels"))
        .withControl(
            Sentence.of(
                "with shuffled labels: alignment %.4f, centred %.4f on average",
                control[0], control[1]),
            List.of(
                beside("alignment", control[0], plain, plainError),
                beside("centred", control[1], centred, centredError)));
  }

  static double plain(ExampleKernel kernel, int[] rows) {
    return Alignment.cosine(kernel.part(rows), kernel.labelKernel(rows));
  }

  static double centred(ExampleKernel kernel, int[] rows) {
    return Alignment.centred(kernel.part(rows), kernel.labelKernel(rows));
  }

  private static NullControl beside(String part, double control, double value, double error) {
    boolean tells = Math.abs(value - control) > 2 * error;
    return new NullControl(part, "shuffled labels", control, 0, tells);
  }

  private static double[] shuffled(MeasureContext context, ExampleKernel kernel) {
    RandomStream stream = context.sampling().stream("ntk-alignment/shuffled");
    double plain = 0;
    double centred = 0;
    for (int round = 0; round < CONTROLS; round++) {
      int[] order = stream.permutation(kernel.size());
      plain += Alignment.cosine(kernel.kernel(), kernel.labelKernel(order)) / CONTROLS;
      centred += Alignment.centred(kernel.kernel(), kernel.labelKernel(order)) / CONTROLS;
    }
    return new double[] {plain, centred};
  }

  private static Value named(double plain, double centred) {
    return Value.Named.of(Map.of("alignment", plain, "centred", centred));
  }
}
