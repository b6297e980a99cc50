package org.sweetspot.measure.target;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.sweetspot.data.DataLoader;
import org.sweetspot.data.DataSet;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.measure.profile.KeptMeasurements;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.RefusedException;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.run.RunFolder;
import org.sweetspot.run.RunResult;
import org.sweetspot.training.Engine;
import org.sweetspot.trajectory.RunTrajectory;
import org.sweetspot.vector.ParameterVector;

/**
 * A finished run: its last weights on the data that it was trained on.
 *
 * @param folder of the run
 * @param data loads its data
 */
public record RunTarget(RunFolder folder, Supplier<DataSet> data) implements Target {
  /** The run in a folder, with its data from where its recipe says. */
  public RunTarget(RunFolder folder) {
    this(folder, () -> DataLoader.load(folder.recipe().data(), folder.path()));
  }

  @Override
  public OpenTarget open(Engine engine, TargetSettings settings) {
    Recipe recipe = folder.recipe();
    DataSet known = data.get();
    if (!known.hash().equals(folder.provenance().dataHash())) {
      throw new RefusedException(
          folder.path() + ", its data",
          "the data that it was trained on, of hash " + folder.provenance().dataHash(),
          "data of hash " + known.hash(),
          "put the data back");
    }
    Problem problem = engine.open(recipe, known, new Seed(recipe.seed()));
    ParameterVector initial = problem.parameters().copy();
    folder.weights(problem);
    ParameterVector square = problem.space().zero();
    MeasureContext context =
        new MeasureContext(
                problem,
                TrainingFacts.of(folder, square).withInitial(initial),
                settings
                    .spending()
                    .of(recipe.engine().precision(), MeasureSettings.DEFAULT.examples()),
                new Seed(seed(settings.seed())))
            .withAlgebra(engine.algebra(recipe.engine().threads()));
    context = settings.choose(context);
    if (!folder.snapshots().isEmpty()) {
      context = context.withTrajectory(RunTrajectory.of(folder, problem.space()));
    }
    Map<String, String> provenance = new LinkedHashMap<>(folder.provenance().words());
    provenance.put("kind", "run");
    provenance.put("contents", "Taken for a run of this program, its last weights.");
    return new OpenTarget(
        folder.path().toString(), context, provenance, List.of(initial, square, problem));
  }

  /**
   * The measurements that are kept with the run, as far as they hold under these settings: the same
   * weights, snapshots, data, settings, groups, seed, engine and program.
   *
   * @param program what tells this program from any other that may answer otherwise
   * @param engine name and version
   */
  public KeptMeasurements kept(TargetSettings settings, String program, String engine) {
    Recipe recipe = folder.recipe();
    SortedMap<String, String> conditions = new TreeMap<>();
    conditions.put("weights", folder.result().map(RunResult::weightsHash).orElse(""));
    conditions.put("snapshots", folder.snapshots().toString());
    conditions.put("data", folder.provenance().dataHash());
    conditions.put(
        "settings",
        settings
            .spending()
            .of(recipe.engine().precision(), MeasureSettings.DEFAULT.examples())
            .toString());
    conditions.put("groups", settings.groups().orElse(""));
    conditions.put("seed", Long.toString(seed(settings.seed())));
    conditions.put("engine", engine);
    conditions.put("program", program);
    return new KeptMeasurements(folder.path().resolve(KeptMeasurements.NAME), conditions);
  }

  /** The seed that its draws derive from. */
  private long seed(OptionalLong given) {
    return given.orElse(folder.recipe().seed());
  }
}
