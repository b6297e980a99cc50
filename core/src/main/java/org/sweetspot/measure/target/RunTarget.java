package org.sweetspot.measure.target;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.sweetspot.data.DataLoader;
import org.sweetspot.data.DataSet;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.RefusedException;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.run.RunFolder;
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
    settings.choose(context);
    if (!folder.snapshots().isEmpty()) {
      context.withTrajectory(RunTrajectory.of(folder, problem.space()));
    }
    Map<String, String> provenance = new LinkedHashMap<>(folder.provenance().words());
    provenance.put("kind", "run");
    provenance.put("contents", "Taken for a run of this program, its last weights.");
    return new OpenTarget(
        folder.path().toString(), context, provenance, List.of(initial, square, problem));
  }

  /** The seed that its draws derive from. */
  long seed(OptionalLong given) {
    return given.orElse(folder.recipe().seed());
  }
}
