package org.sweetspot.torch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.sweetspot.data.DataLoader;
import org.sweetspot.data.DataSet;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.measure.profile.MeasureCatalogue;
import org.sweetspot.measure.profile.Profile;
import org.sweetspot.measure.profile.ProfileProgress;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.EngineRecipe;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.SourceRecipe;
import org.sweetspot.vector.Precision;

/** The small modules that {@code make_modules.py} wrote, their data and their values. */
final class Modules {
  /** Everything of two dozen examples, as exactly as double precision has it. */
  static final MeasureSettings EXACT = MeasureSettings.DEFAULT.withEigenvalues(3, 1e-10, 4000);

  static final TrainingFacts FACTS =
      TrainingFacts.UNKNOWN.withOptimizer(new OptimizerRecipe.Sgd(0.1, 0, false, 0, false));

  private Modules() {}

  static TorchProblem open(String module, String data, Precision precision) {
    return new TorchEngine()
        .openScript(
            path(module + ".pt"),
            new EngineRecipe(EngineRecipe.Device.CPU, precision, 1),
            LossRecipe.DEFAULT,
            data(data));
  }

  static TorchProblem open(String module) {
    return open(module, module, Precision.DOUBLE);
  }

  static DataSet data(String name) {
    return DataLoader.whole(new SourceRecipe.Npz(path(name + ".npz")), Path.of("/"));
  }

  static String path(String file) {
    return Objects.requireNonNull(Modules.class.getResource("modules/" + file)).getPath();
  }

  /** The numbers of a module in a mode, by name. */
  static Map<String, Double> values(String module, String mode) {
    Map<String, Double> values = new HashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Modules.class.getResourceAsStream("modules/values.txt")),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", -1);
        if (words[0].equals(module) && words[1].equals(mode)) {
          values.put(words[2], Double.parseDouble(words[3]));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return values;
  }

  /** Answers by the measure's id. */
  static Map<String, Measurement> measure(
      TorchProblem problem, MeasureSettings settings, TrainingFacts facts, String... ids) {
    Map<String, Measurement> answers = new HashMap<>();
    try (MeasureContext context = new MeasureContext(problem, facts, settings, new Seed(1))) {
      Profile.of(context, new MeasureCatalogue().choose(List.of(ids)), ProfileProgress.SILENT)
          .measurements()
          .forEach(answer -> answers.put(answer.id(), answer));
    }
    return answers;
  }
}
