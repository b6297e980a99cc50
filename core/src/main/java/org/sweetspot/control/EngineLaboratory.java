package org.sweetspot.control;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sweetspot.data.DataSet;
import org.sweetspot.measure.Measurement;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.training.Ending;
import org.sweetspot.training.Engine;
import org.sweetspot.training.Evaluation;
import org.sweetspot.training.Observer;
import org.sweetspot.training.StepReport;
import org.sweetspot.training.Training;

/** Trains in memory. */
public final class EngineLaboratory implements Laboratory {
  private final Engine engine;
  private final DataSet data;
  private final Map<Recipe, ArmRun> known = new HashMap<>();

  /** A laboratory over one data set. */
  public EngineLaboratory(Engine engine, DataSet data) {
    this.engine = engine;
    this.data = data;
  }

  @Override
  public int trainingExamples() {
    return data.train().count();
  }

  @Override
  public ArmRun train(Recipe recipe) {
    return known.computeIfAbsent(recipe, this::carryOut);
  }

  private ArmRun carryOut(Recipe recipe) {
    long begin = System.nanoTime();
    List<Evaluation> curve = new ArrayList<>();
    try (Problem problem = engine.open(recipe, data, new Seed(recipe.seed()));
        Training training = Training.start(recipe, problem)) {
      Ending ending =
          training.run(
              List.of(
                  new Observer() {
                    @Override
                    public void evaluated(Problem p, Evaluation evaluation) {
                      curve.add(evaluation);
                    }
                  }));
      Evaluation last = curve.get(curve.size() - 1);
      return new ArmRun(
          recipe.seed(),
          last.score(Split.TRAIN).loss(),
          last.score(Split.TRAIN).accuracy(),
          last.score(Split.VALIDATION).accuracy(),
          last.score(Split.TEST).accuracy(),
          last.score(Split.TEST).loss(),
          training.step(),
          training.step() * Math.min(recipe.training().batch(), trainingExamples()),
          (System.nanoTime() - begin) * 1e-9,
          ending == Ending.DIVERGED,
          curve);
    }
  }

  @Override
  public List<Measurement> measure(Recipe recipe) {
    return List.of();
  }

  @Override
  public Readings read(Recipe recipe) {
    List<Reading> points = new ArrayList<>();
    ReadingTaker taker = new ReadingTaker(recipe.training().batch(), new Seed(recipe.seed()));
    try (Problem problem = engine.open(recipe, data, new Seed(recipe.seed()));
        Training training = Training.start(recipe, problem)) {
      points.add(taker.read(problem, 0));
      long every = Math.max(1, training.plannedSteps() / 8);
      training.run(
          List.of(
              new Observer() {
                @Override
                public void stepped(Problem p, StepReport report) {
                  if (report.step() % every == 0) {
                    points.add(taker.read(p, report.progress()));
                  }
                }
              }));
    }
    return new Readings(points);
  }
}
