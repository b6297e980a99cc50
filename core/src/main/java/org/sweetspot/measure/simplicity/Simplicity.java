package org.sweetspot.measure.simplicity;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.NullControl;
import org.sweetspot.measure.Sentence;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.random.RandomStream;
import org.sweetspot.statistics.Bootstrap;

/**
 * How much of what the network F knows of the labels Y a linear model L knows too:
 *
 * <pre>explained = (I(F;Y) - I(F;Y|L)) / I(F;Y)
 * kappa = (a - c) / (1 - c), a = P(F = L), c = sum_k P(F = k) P(L = k)
 * also-right = P(L = Y | F = Y)</pre>
 *
 * <p>F, L: predicted classes; entropies of the shares of the judged examples, in bits, not
 * corrected for their bias, which grows with classes^3 / examples. Error: bootstrap over examples,
 * the linear model held fixed. Control: the linear predictions shuffled over the examples, for
 * which explained is zero but for that bias. Cost: one forward pass and a linear fit.
 */
public final class Simplicity implements Measure {
  private static final int ROUNDS = 20;
  private static final int CLASSES = 200;
  private static final String[] NAMES = {
    "accuracy", "linear-accuracy", "kappa", "also-right", "information", "explained"
  };

  @Override
  public Card card() {
    return new Card(
        "simplicity",
        "share of a linear model in what the network knows",
        "How much of what the network gets right would a linear model get right too?",
        "outputs, and inputs that are numbers",
        "explained near 1: the network does what a linear model does, and a simpler one would do;"
            + " well below: it uses what no linear function of the inputs shows. Early in training"
            + " it is usually higher than at the end.",
        "",
        "Kalimeris et al., NeurIPS 2019, section 2 (mu_Y(F; L) = I(F;Y) - I(F;Y|L)); Cohen 1960");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    ClassPredictions.batch(context);
    return List.of(LinearModel.work(context));
  }

  @Override
  public Answer answer(MeasureContext context) {
    LinearModel.require(context);
    ClassPredictions network = ClassPredictions.here(context);
    if (network.classes() > CLASSES) {
      throw new NotApplicableException(
          "information among three choices needs far more examples than classes^3: expected at most"
              + " "
              + CLASSES
              + " classes, got "
              + network.classes());
    }
    ClassPredictions linear = ClassPredictions.linear(context);
    int n = network.rows();
    int[] all = IntStream.range(0, n).toArray();
    Shares shares = new Shares(network.classes(), network.labels());
    double[] numbers = shares.numbers(network.predicted(), linear.predicted(), all);
    if (!(numbers[4] > 0)) {
      throw new NotApplicableException(
          "the network's predictions say nothing of the labels: I(F;Y) = " + numbers[4]);
    }
    double[] errors =
        new Bootstrap(context.bench().settings().replicates())
            .standardErrors(
                n,
                context.sampling().stream("simplicity/bootstrap"),
                rows -> shares.numbers(network.predicted(), linear.predicted(), rows));
    double[] control = control(context, shares, network, linear, all);
    return Answer.estimate(
            named(numbers),
            named(errors),
            "plug-in entropies in bits; standard errors by bootstrap over examples, the linear"
                + " model held fixed",
            ClassPredictions.words(context)
                .and(Conventions.DEFINITION, LinearModel.of(context).words()))
        .withControl(
            Sentence.of(
                "linear predictions shuffled over the examples show kappa %.4f, explained %.4f,"
                    + " which would be 0 without the bias of few examples",
                control[0], control[1]),
            List.of(
                beside("kappa", control[0], numbers[2], errors[2]),
                beside("explained", control[1], numbers[5], errors[5])));
  }

  private static NullControl beside(String part, double control, double value, double error) {
    boolean tells = Math.abs(value - control) > 2 * error;
    return new NullControl(part, "shuffled linear predictions", control, 0, tells);
  }

  private static double[] control(
      MeasureContext context,
      Shares shares,
      ClassPredictions network,
      ClassPredictions linear,
      int[] all) {
    RandomStream stream = context.sampling().stream("simplicity/control");
    double kappa = 0;
    double explained = 0;
    for (int round = 0; round < ROUNDS; round++) {
      int[] order = stream.permutation(all.length);
      int[] shuffled = IntStream.of(order).map(i -> linear.predicted()[i]).toArray();
      double[] numbers = shares.numbers(network.predicted(), shuffled, all);
      kappa += numbers[2] / ROUNDS;
      explained += numbers[5] / ROUNDS;
    }
    return new double[] {kappa, explained};
  }

  private static Value named(double[] numbers) {
    Map<String, Double> map = new TreeMap<>();
    for (int k = 0; k < NAMES.length; k++) {
      map.put(NAMES[k], numbers[k]);
    }
    return Value.Named.of(map);
  }

  @Override
  public Finding judge(Measurement found) {
    double gain = found.number("accuracy") - found.number("linear-accuracy");
    double error = Math.hypot(found.margin("accuracy"), found.margin("linear-accuracy"));
    double also = found.number("also-right");
    if (Double.isNaN(gain) || Double.isNaN(also)) {
      return Finding.READING;
    }
    Finding both = Finding.of(SimplicityFinding.LINEAR_SHARE, 100 * also);
    if (gain > 2 * error) {
      return both.and(SimplicityFinding.MORE_THAN_LINEAR, 100 * gain);
    }
    return both.and(
        gain < -2 * error ? SimplicityFinding.LINEAR_BETTER : SimplicityFinding.MORE_NOT_SHOWN);
  }
}
