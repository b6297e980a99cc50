package org.sweetspot.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sweetspot.control.Laboratory;
import org.sweetspot.control.LayerExperiment;
import org.sweetspot.control.LayerResult;
import org.sweetspot.format.AtomicFile;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeWriter;
import org.sweetspot.report.ByLayerJson;
import org.sweetspot.report.ByLayerReport;
import org.sweetspot.report.ByLayerText;
import picocli.CommandLine.Option;

/** Options of {@code control} about single layers. */
final class LayerOptions {
  @Option(
      names = "--by-layer",
      description = {
        "Of a change of precision or sparsity: rank the layers by what changing each is predicted",
        "to cost, try the worst and the mildest alone, and find the recipe with the most changed",
        "layers whose cost is within --limit. Writes report.html, plan.yaml and result.json."
      })
  private boolean byLayer;

  @Option(
      names = "--limit",
      paramLabel = "POINTS",
      description =
          "With --by-layer: the most points of validation accuracy that the recipe may cost;"
              + " otherwise the recipe's control.limit.")
  private @Nullable Double limit;

  boolean isByLayer() {
    return byLayer;
  }

  /** Complains about a limit of nothing. */
  void check() {
    if (limit != null && !byLayer) {
      throw new UserException("--limit", "--by-layer beside it", "no --by-layer", "add --by-layer");
    }
  }

  /** What the options set in the recipe. */
  List<String> settings() {
    List<String> settings = new ArrayList<>();
    if (limit != null) {
      settings.add("control.limit=" + limit);
    }
    return settings;
  }

  /** Runs the experiment, writes its files and prints its answer. */
  void run(
      Recipe recipe,
      Map<String, String> provenance,
      Laboratory laboratory,
      Path folder,
      OutputOptions output,
      ResultOptions results)
      throws IOException {
    LayerResult result;
    try (Progress progress = output.progress("Layers")) {
      LayerExperiment experiment =
          new LayerExperiment(
              laboratory,
              new ExperimentDisplay(progress, folder.resolve("predicted.json")),
              provenance);
      result = InputChecks.of(() -> experiment.run(recipe));
    }
    Files.createDirectories(folder);
    Path plan = folder.resolve("plan.yaml");
    Path page = folder.resolve("report.html");
    String mixed = RecipeWriter.write(result.plan());
    AtomicFile.write(plan, mixed);
    ByLayerReport.write(result, mixed, page);
    String json = ByLayerJson.of(result);
    AtomicFile.write(folder.resolve("result.json"), json);
    results.write(json);
    PrintWriter out = output.out();
    out.print(ByLayerText.of(result, output.width(), output.isTerminal()));
    out.println();
    out.println("Report: " + page);
    out.println("Recipe: " + plan + " (sweetspot train " + plan + ")");
    out.flush();
  }
}
