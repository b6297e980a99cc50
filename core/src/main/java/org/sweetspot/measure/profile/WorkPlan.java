package org.sweetspot.measure.profile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Work;
import org.sweetspot.weights.WeightTensor;

/**
 * What a profile will cost at most, before anything is measured: each piece of work once, with the
 * measures that share it.
 *
 * @param steps in the order in which they are first needed
 * @param examples that curvature and noise are measured on; 0 without data
 * @param parameters of the model
 */
public record WorkPlan(List<Step> steps, int examples, long parameters) {
  /**
   * One piece of work.
   *
   * @param work what it is and costs
   * @param measures ids of those that use it
   */
  public record Step(Work work, List<String> measures) {
    /** Copies the list. */
    public Step {
      measures = List.copyOf(measures);
    }
  }

  /** Copies the list. */
  public WorkPlan {
    steps = List.copyOf(steps);
  }

  /**
   * The plan of these measures, which are to be asked together in this context; those that do not
   * apply plan nothing.
   */
  public static WorkPlan of(MeasureContext context, List<Measure> measures) {
    Map<String, Work> works = new LinkedHashMap<>();
    Map<String, List<String>> users = new LinkedHashMap<>();
    for (Measure measure : measures) {
      for (Work work : works(measure, context)) {
        works.merge(work.name(), work, WorkPlan::dearer);
        users.computeIfAbsent(work.name(), name -> new ArrayList<>()).add(measure.card().id());
      }
    }
    List<Step> steps = new ArrayList<>();
    works.forEach((name, work) -> steps.add(new Step(work, users.getOrDefault(name, List.of()))));
    int examples = context.subject().hasProblem() ? context.sampling().batch().size() : 0;
    return new WorkPlan(steps, examples, parameters(context));
  }

  private static long parameters(MeasureContext context) {
    if (context.subject().hasProblem()) {
      return context.subject().problem().space().dimension();
    }
    try {
      return context.subject().weights().tensors().stream().mapToLong(WeightTensor::size).sum();
    } catch (NotApplicableException trajectoryAlone) {
      return context.subject().trajectory().dimension();
    }
  }

  private static List<Work> works(Measure measure, MeasureContext context) {
    try {
      return measure.work(context);
    } catch (NotApplicableException nothing) {
      return List.of();
    }
  }

  private static Work dearer(Work a, Work b) {
    return new Work(
        a.name(),
        Math.max(a.gradients(), b.gradients()),
        Math.max(a.hvps(), b.hvps()),
        Math.max(a.bytes(), b.bytes()));
  }

  /** Gradients of all steps together, at most. */
  public double gradients() {
    return steps.stream().mapToDouble(step -> step.work().gradients()).sum();
  }

  /** Products of all steps together, at most. */
  public double hvps() {
    return steps.stream().mapToDouble(step -> step.work().hvps()).sum();
  }

  /** The largest memory of a step, about; graphs that are kept come on top of each other. */
  public long bytes() {
    return steps.stream().mapToLong(step -> step.work().bytes()).max().orElse(0);
  }
}
