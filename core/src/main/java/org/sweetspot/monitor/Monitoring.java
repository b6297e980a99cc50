package org.sweetspot.monitor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.run.Journal;
import org.sweetspot.run.JournalingObserver;
import org.sweetspot.training.Ending;
import org.sweetspot.training.Evaluation;
import org.sweetspot.training.StepReport;
import org.sweetspot.training.Training;

/**
 * Monitors under a budget: at most a given share of the training's own time (updates, evaluations,
 * recording) goes to them, measured by the clock as it runs.
 *
 * <p>After each update the {@link MonitorScheduler} names who can be afforded. Costs are timed, and
 * guessed from the time of an update before the first reading; how large the probe batch is and how
 * many products a reading may take is chosen once, so that the dearest monitor gets at least
 * {@value #FEWEST_READINGS} readings where any {@link SampleBudget} allows that. Which steps are
 * measured depends on the clock; the training's bits do not: monitors write nowhere and draw from
 * streams of their own, named by the step. Readings go to the run's journal and its TensorBoard
 * file.
 */
public final class Monitoring implements JournalingObserver, AutoCloseable {
  private static final double SPACING = 1e-3;
  private static final int FEWEST_READINGS = 20;
  private static final int MEDIAN_OF = 15;
  // The first call loads and compiles code.
  private static final double COLD = 1.2;
  private static final double COLD_SECONDS = 0.05;
  // The share of a monitor that takes gradients, against one that only passes over the weights.
  private static final double DEAR = 4;
  private static final double PASS_SECONDS_PER_ENTRY = 4e-9;
  private static final double SMALLEST_GUESS = 2e-4;

  private final Recipe recipe;
  private final Seed seed;
  private final double overhead;
  private final MonitorView view;
  private final LongSupplier nanoClock;
  private final List<MonitorCost> costs;
  private final MonitorScheduler scheduler;
  private final Deque<Double> steps = new ArrayDeque<>();

  private @Nullable TrainingView watched;
  private @Nullable Journal journal;
  private @Nullable Training training;
  private @Nullable MonitorLog log;
  private long started;
  private long leftAt;
  private long monitoring;
  private double firstProgress = -1;
  private int seen;
  private boolean decided;
  private long step;
  private double trained;

  /**
   * Monitors for one training.
   *
   * @param monitors closed with this
   * @param overhead largest share of the training's own time, above 0, at most 1
   * @param seed of the training; monitors draw from streams of their own
   */
  public Monitoring(
      List<Monitor> monitors, double overhead, Recipe recipe, Seed seed, MonitorView view) {
    this(monitors, overhead, recipe, seed, view, System::nanoTime);
  }

  /**
   * The same with a clock that need not be the system's, so that what is read when can be known.
   *
   * @param nanoClock nanoseconds since any moment; never goes back
   */
  public Monitoring(
      List<Monitor> monitors,
      double overhead,
      Recipe recipe,
      Seed seed,
      MonitorView view,
      LongSupplier nanoClock) {
    if (!(overhead > 0 && overhead <= 1)) {
      throw new IllegalArgumentException(
          "overhead: expected above 0 and at most 1 (100%), got " + overhead);
    }
    this.recipe = recipe;
    this.seed = seed;
    this.overhead = overhead;
    this.view = view;
    this.nanoClock = nanoClock;
    this.costs = monitors.stream().map(MonitorCost::new).toList();
    this.scheduler = new MonitorScheduler(overhead, SPACING, costs);
  }

  @Override
  public void opened(Journal opened, Training current) {
    journal = opened;
    training = current;
  }

  @Override
  public void started(Problem problem, long first, long plannedSteps) {
    watched =
        new TrainingView(
            problem, recipe, seed, training, journal == null ? null : journal.folder());
    log = new MonitorLog(watched, overhead, journal);
    step = first;
    started = nanoClock.getAsLong();
    leftAt = started;
  }

  @Override
  public void stepped(Problem problem, StepReport report) {
    long begin = nanoClock.getAsLong();
    TrainingView here = java.util.Objects.requireNonNull(watched);
    step = report.step();
    seen++;
    trained = (begin - started - monitoring) * 1e-9;
    if (firstProgress < 0) {
      firstProgress = report.progress();
    }
    if (!decided) {
      steps.addLast((begin - leftAt) * 1e-9);
      if (steps.size() > MEDIAN_OF) {
        steps.removeFirst();
      }
      if (isTimeToDecide(report)) {
        decide(here, report);
      }
    }
    for (MonitorCost cost : costs) {
      if (cost.isUnfinished()) {
        call(here, cost, report);
      }
    }
    boolean more = decided;
    while (more) {
      double spent = (monitoring + nanoClock.getAsLong() - begin) * 1e-9;
      Optional<MonitorCost> next = scheduler.next(step, report.progress(), trained, spent);
      next.ifPresent(cost -> call(here, cost, report));
      more = next.isPresent();
    }
    view.stepped(report);
    leftAt = nanoClock.getAsLong();
    monitoring += leftAt - begin;
  }

  /** Once an update's time is known beyond the first, slow ones. */
  private boolean isTimeToDecide(StepReport report) {
    return seen >= MEDIAN_OF || report.progress() - firstProgress > 0.05;
  }

  private void decide(TrainingView here, StepReport report) {
    decided = true;
    double update = median();
    double perStep = (report.progress() - firstProgress) / Math.max(1, seen - 1);
    double rest = perStep > 0 ? (1 - report.progress()) / perStep * update : 0;
    // Those that take no gradient hardly cost anything.
    long dear = costs.stream().filter(a -> a.monitor().gradients(here, false) > 0).count();
    double each = overhead * (trained + rest) / Math.max(1, dear) / FEWEST_READINGS;
    for (SampleBudget level : SampleBudget.LEVELS) {
      here.decide(level);
      double dearest =
          costs.stream().mapToDouble(a -> a.monitor().gradients(here, false)).max().orElse(0);
      if (dearest * update <= each) {
        break;
      }
    }
    for (MonitorCost cost : costs) {
      double gradients = COLD * cost.monitor().gradients(here, true) * update;
      double weight = gradients > 0 ? DEAR : 1;
      double passes = 8 * PASS_SECONDS_PER_ENTRY * here.problem().space().dimension();
      double cold = gradients > 0 ? COLD_SECONDS : SMALLEST_GUESS;
      cost.expect(gradients + passes + cold, weight);
    }
  }

  private double median() {
    double[] sorted = steps.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private void call(TrainingView here, MonitorCost cost, StepReport report) {
    Monitor monitor = cost.monitor();
    long begin = nanoClock.getAsLong();
    boolean finished = true;
    try {
      Optional<MonitorSample> reading = monitor.read(here, report);
      finished = reading.isPresent();
      if (finished) {
        cost.count();
        double seconds = (nanoClock.getAsLong() - begin) * 1e-9;
        MonitorLog sink = java.util.Objects.requireNonNull(log);
        sink.add(monitor, report.step(), reading.get(), seconds);
        view.read(monitor.id(), report.step(), reading.get());
      }
    } catch (NotApplicableException none) {
      cost.switchOff(String.valueOf(none.getMessage()));
    } catch (ArithmeticException broken) {
      cost.drop();
    }
    double seconds = (nanoClock.getAsLong() - begin) * 1e-9;
    cost.charge(seconds, finished, report.step(), report.progress());
  }

  @Override
  public void evaluated(Problem problem, Evaluation evaluation) {
    long begin = nanoClock.getAsLong();
    view.evaluated(evaluation);
    monitoring += nanoClock.getAsLong() - begin;
  }

  @Override
  public void ended(Problem problem, Ending ending) {
    long begin = nanoClock.getAsLong();
    trained = (begin - started - monitoring) * 1e-9;
    view.ended();
    if (log != null) {
      log.end(step, report());
    }
    monitoring += nanoClock.getAsLong() - begin;
  }

  /** What monitoring cost in this process so far. */
  public MonitorReport report() {
    List<MonitorReport.Line> lines = new ArrayList<>();
    for (MonitorCost cost : costs) {
      lines.add(
          new MonitorReport.Line(cost.monitor().id(), cost.readings(), cost.spent(), note(cost)));
    }
    return new MonitorReport(overhead, monitoring * 1e-9, trained, lines);
  }

  private static String note(MonitorCost cost) {
    if (cost.isOff()) {
      return "not applicable: " + cost.reason();
    }
    if (cost.dropped() > 0) {
      return cost.dropped() + " dropped: not finite";
    }
    return cost.readings() == 0 ? "not affordable within this overhead" : "";
  }

  @Override
  public void close() {
    costs.forEach(cost -> cost.monitor().close());
    if (watched != null) {
      watched.close();
    }
  }
}
