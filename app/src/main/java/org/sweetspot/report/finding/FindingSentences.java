package org.sweetspot.report.finding;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sweetspot.measure.Fact;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Sentence;
import org.sweetspot.measure.Verdict;
import org.sweetspot.measure.calibration.CalibrationFinding;
import org.sweetspot.measure.curvature.CurvatureFinding;
import org.sweetspot.measure.dynamics.TrajectoryFinding;
import org.sweetspot.measure.frequency.FrequencyFinding;
import org.sweetspot.measure.kernel.KernelFinding;
import org.sweetspot.measure.landscape.LandscapeFinding;
import org.sweetspot.measure.margin.MarginFinding;
import org.sweetspot.measure.noise.NoiseFinding;
import org.sweetspot.measure.norm.NormFinding;
import org.sweetspot.measure.quality.QualityFinding;
import org.sweetspot.measure.representation.CollapseFinding;
import org.sweetspot.measure.simplicity.SimplicityFinding;
import org.sweetspot.measure.spectrum.SpectrumFinding;
import org.sweetspot.measure.stability.StabilityFinding;
import org.sweetspot.measure.tails.TailFinding;
import org.sweetspot.measure.topology.TopologyFinding;

/** What a measure found, in plain sentences: one for each fact. */
public final class FindingSentences {
  private static final Map<Class<?>, Function<Verdict, String>> FAMILIES = families();

  private FindingSentences() {}

  private static Map<Class<?>, Function<Verdict, String>> families() {
    Map<Class<?>, Function<Verdict, String>> all = new HashMap<>();
    put(all, CalibrationFinding.class, CalibrationSentences::of);
    put(all, CurvatureFinding.class, CurvatureSentences::of);
    put(all, TrajectoryFinding.class, TrajectorySentences::of);
    put(all, FrequencyFinding.class, FrequencySentences::of);
    put(all, KernelFinding.class, KernelSentences::of);
    put(all, LandscapeFinding.class, LandscapeSentences::of);
    put(all, MarginFinding.class, MarginSentences::of);
    put(all, NoiseFinding.class, NoiseSentences::of);
    put(all, NormFinding.class, NormSentences::of);
    put(all, QualityFinding.class, QualitySentences::of);
    put(all, CollapseFinding.class, CollapseSentences::of);
    put(all, SimplicityFinding.class, SimplicitySentences::of);
    put(all, SpectrumFinding.class, SpectrumSentences::of);
    put(all, StabilityFinding.class, StabilitySentences::of);
    put(all, TailFinding.class, TailSentences::of);
    put(all, TopologyFinding.class, TopologySentences::of);
    return Map.copyOf(all);
  }

  private static <V extends Verdict> void put(
      Map<Class<?>, Function<Verdict, String>> all, Class<V> family, Function<V, String> sentence) {
    all.put(family, verdict -> sentence.apply(family.cast(verdict)));
  }

  /** What the answer of a measure says. */
  public static String of(Measure measure, Measurement answer) {
    return measure.judge(answer).facts().stream()
        .map(
            fact ->
                fact.verdict() == Finding.Reading.CARD ? measure.card().reading() : sentence(fact))
        .collect(Collectors.joining(" "));
  }

  /** The sentence of a fact, with its numbers and names put in. */
  static String sentence(Fact fact) {
    return Sentence.of(
        template(fact.verdict()),
        fact.particulars().stream()
            .map(one -> one instanceof Fact part ? sentence(part) : one)
            .toArray());
  }

  /** The sentence of a verdict, with a place for each of its numbers and names. */
  static String template(Verdict verdict) {
    Function<Verdict, String> family = FAMILIES.get(verdict.getClass());
    if (family == null) {
      throw new IllegalArgumentException(
          "verdict "
              + verdict.getClass().getName()
              + "."
              + verdict.name()
              + ": expected a family of the report, got one that it has no sentences for; enter it"
              + " in FindingSentences");
    }
    return family.apply(verdict);
  }
}
