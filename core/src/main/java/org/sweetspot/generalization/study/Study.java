package org.sweetspot.generalization.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.statistics.Holm;
import org.sweetspot.statistics.Interval;
import org.sweetspot.statistics.Sample;
import org.sweetspot.statistics.StudentT;

/**
 * Everything that a grid says about every measure, beside the baselines.
 *
 * <p>Intervals are percentiles over {@value #REPLICATES} grids whose configurations are drawn with
 * replacement, all seeds of a configuration together, since runs of one configuration are not
 * independent. The same draws serve all measures, so that differences are paired. Many measures are
 * tried at once, so a measure is shown to go along with the gap only where its p-value, adjusted
 * for their number by Holm, is below 0.05.
 *
 * <p>Cost: measures x replicates x n^2 / 2.
 *
 * @param table what was studied
 * @param baselines names of measures that the others must beat
 * @param references names of measures that look at held-out labels: shown, and neither to be beaten
 *     nor judged
 * @param measures one entry each, the strongest |tau| first, those of too few runs last
 */
public record Study(
    StudyTable table,
    List<String> baselines,
    List<String> references,
    List<MeasureStudy> measures) {
  static final int REPLICATES = 1000;
  private static final double LEVEL = 0.05;

  /** A measure that knows nothing: random numbers. */
  public static final String NOISE = "noise";

  /** Fewer runs, or configurations to draw from, say nothing. */
  private static final int FEWEST = 8;

  /** Copies the lists. */
  public Study {
    baselines = List.copyOf(baselines);
    references = List.copyOf(references);
    measures = List.copyOf(measures);
  }

  /**
   * Studies a table.
   *
   * @param baselines names of measures that the others must beat; those that no run has are left
   *     out, and {@link #NOISE} is added
   * @param references names of measures that look at held-out labels
   * @param seed of the draws
   */
  public static Study of(
      StudyTable table, List<String> baselines, List<String> references, Seed seed) {
    Map<String, double[]> columns = new LinkedHashMap<>();
    Set<String> names = table.measures();
    names.forEach(name -> columns.put(name, table.measure(name)));
    RandomStream noise = seed.stream("study/noise");
    columns.put(NOISE, DoubleStream.generate(noise::nextGaussian).limit(table.size()).toArray());
    List<String> known = new ArrayList<>(baselines.stream().filter(names::contains).toList());
    known.add(NOISE);
    Map<String, double[]> draws = draws(table, columns, seed.stream("study/bootstrap"));
    List<MeasureStudy> measures = new ArrayList<>();
    Map<String, Double> adjusted = adjusted(table, columns, draws, known, references);
    columns.forEach(
        (name, column) ->
            measures.add(
                one(
                    table,
                    name,
                    column,
                    columns,
                    known,
                    draws,
                    adjusted.getOrDefault(name, Double.NaN))));
    measures.sort((one, other) -> Double.compare(strength(other), strength(one)));
    return new Study(table, known, references.stream().filter(names::contains).toList(), measures);
  }

  /**
   * p-values of "tau is zero" for the judged measures, adjusted by Holm for their number:
   * two-sided, of tau over the standard deviation of its draws, by Student's t with one degree of
   * freedom less than there are configurations. (A share of 1,000 draws could not be small enough
   * for fifty measures.)
   */
  private static Map<String, Double> adjusted(
      StudyTable table,
      Map<String, double[]> columns,
      Map<String, double[]> draws,
      List<String> baselines,
      List<String> references) {
    Map<String, Double> plain = new LinkedHashMap<>();
    int degrees = table.configurations().size() - 1;
    draws.forEach(
        (name, taus) -> {
          double[] known = Arrays.stream(taus).filter(x -> !Double.isNaN(x)).toArray();
          double tau = Kendall.a(columns.getOrDefault(name, known), table.gaps());
          if (!baselines.contains(name)
              && !references.contains(name)
              && !Double.isNaN(tau)
              && degrees >= 1
              && known.length >= REPLICATES / 2) {
            double deviation = Math.sqrt(Sample.variance(known));
            plain.put(
                name,
                deviation > 0 ? StudentT.twoSided(degrees, tau / deviation) : tau == 0 ? 1 : 0);
          }
        });
    double[] adjusted =
        Holm.adjust(plain.values().stream().mapToDouble(Double::doubleValue).toArray());
    Map<String, Double> named = new LinkedHashMap<>();
    int at = 0;
    for (String name : plain.keySet()) {
      named.put(name, adjusted[at++]);
    }
    return named;
  }

  private static double strength(MeasureStudy measure) {
    double tau = Math.abs(measure.tau().value());
    return measure.finding() == MeasureStudy.Finding.UNKNOWN || Double.isNaN(tau) ? -1 : tau;
  }

  /** tau-a of every measure over the drawn grids. */
  private static Map<String, double[]> draws(
      StudyTable table, Map<String, double[]> columns, RandomStream stream) {
    double[] gaps = table.gaps();
    List<int[]> configurations = table.configurations();
    Map<String, double[]> draws = new LinkedHashMap<>();
    columns.keySet().forEach(name -> draws.put(name, new double[REPLICATES]));
    for (int r = 0; r < REPLICATES && !configurations.isEmpty(); r++) {
      int[] drawn =
          Arrays.stream(new int[configurations.size()])
              .map(unused -> stream.nextInt(configurations.size()))
              .flatMap(chosen -> Arrays.stream(configurations.get(chosen)))
              .toArray();
      int replicate = r;
      draws.forEach(
          (name, taus) ->
              taus[replicate] = Kendall.a(columns.getOrDefault(name, new double[0]), gaps, drawn));
    }
    return draws;
  }

  private static MeasureStudy one(
      StudyTable table,
      String name,
      double[] column,
      Map<String, double[]> columns,
      List<String> baselines,
      Map<String, double[]> draws,
      double adjusted) {
    double[] gaps = table.gaps();
    double tau = Kendall.a(column, gaps);
    double[] own = draws.getOrDefault(name, new double[0]);
    double[] leads = new double[REPLICATES];
    double best = 0;
    for (String baseline : baselines) {
      if (!baseline.equals(name)) {
        best = Math.max(best, Math.abs(Kendall.a(columns.getOrDefault(baseline, gaps), gaps)));
      }
    }
    for (int r = 0; r < REPLICATES; r++) {
      double most = 0;
      for (String baseline : baselines) {
        double other = draws.getOrDefault(baseline, own)[r];
        if (!baseline.equals(name) && !Double.isNaN(other)) {
          most = Math.max(most, Math.abs(other));
        }
      }
      leads[r] = Math.abs(own[r]) - most;
    }
    int direction = Kendall.sign(tau);
    double[] oriented = Arrays.stream(column).map(x -> direction < 0 ? -x : x).toArray();
    int known = (int) Arrays.stream(column).filter(x -> !Double.isNaN(x)).count();
    Granulated granulated = Granulated.of(table, column);
    Fragility fragility = Fragility.of(table, column);
    Interval interval = interval(tau, own);
    Interval lead = interval(Math.abs(tau) - best, leads);
    return new MeasureStudy(
        name,
        known,
        interval,
        adjusted,
        Kendall.b(column, gaps),
        granulated,
        ConditionalInformation.of(table, column),
        SignError.of(table, oriented),
        PartialTau.of(table, column),
        Regret.of(table, column),
        fragility,
        lead,
        table.configurations().size() < FEWEST
            ? MeasureStudy.Finding.UNKNOWN
            : finding(known, interval, adjusted, granulated, fragility, lead));
  }

  private static MeasureStudy.Finding finding(
      int known,
      Interval tau,
      double adjusted,
      Granulated granulated,
      Fragility fragility,
      Interval lead) {
    if (known < FEWEST || Double.isNaN(tau.low()) || Double.isNaN(tau.high())) {
      return MeasureStudy.Finding.UNKNOWN;
    }
    if (tau.holdsZero() || adjusted >= LEVEL) {
      return MeasureStudy.Finding.NOT_SHOWN;
    }
    boolean everywhere =
        granulated.byAxis().values().stream().allMatch(psi -> psi * tau.value() > 0)
            && fragility.flips() == 0;
    return !everywhere
        ? MeasureStudy.Finding.CONFOUNDED
        : lead.isAboveZero() ? MeasureStudy.Finding.EXPLAINS : MeasureStudy.Finding.NOT_BETTER;
  }

  /** The middle 95% of the draws; NaN where too many of them have no value. */
  private static Interval interval(double value, double[] draws) {
    double[] sorted = Arrays.stream(draws).filter(x -> !Double.isNaN(x)).sorted().toArray();
    return sorted.length < REPLICATES / 2
        ? new Interval(value, Double.NaN, Double.NaN)
        : new Interval(
            value,
            sorted[(int) Math.floor(0.025 * (sorted.length - 1))],
            sorted[(int) Math.ceil(0.975 * (sorted.length - 1))]);
  }

  /** The measures that are judged: neither baselines nor references. */
  public List<MeasureStudy> judged() {
    return measures.stream()
        .filter(measure -> !baselines.contains(measure.id()))
        .filter(measure -> !references.contains(measure.id()))
        .toList();
  }

  /** What was studied about one measure. */
  public MeasureStudy measure(String id) {
    return measures.stream()
        .filter(measure -> measure.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("study: no measure " + id));
  }
}
