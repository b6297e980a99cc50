package org.sweetspot.measure.target;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.random.Seed;
import org.sweetspot.run.Provenance;
import org.sweetspot.training.Engine;
import org.sweetspot.weights.FiniteWeights;
import org.sweetspot.weights.Weights;
import org.sweetspot.weights.WeightsFile;

/**
 * Weights without a model.
 *
 * @param path of a file or a model's folder
 * @param note what else it could have been taken for, or empty
 */
public record WeightsTarget(Path path, String note) implements Target {
  @Override
  public OpenTarget open(Engine engine, TargetSettings settings) throws IOException {
    Weights weights = FiniteWeights.of(WeightsFile.open(path));
    long seed = settings.fileSeed();
    Map<String, String> provenance =
        new LinkedHashMap<>(
            Provenance.ofFile(
                    WeightsFile.main(path).orElse(path),
                    seed,
                    "",
                    settings.engine().device().key(),
                    engine.name())
                .words());
    provenance.put("kind", "weights");
    provenance.put("contents", TrajectoryTarget.joined(weights.account(), note));
    MeasureContext context =
        MeasureContext.ofWeights(
                weights, settings.spending().of(settings.engine().precision(), 1), new Seed(seed))
            .withAlgebra(engine.algebra(settings.engine().threads()));
    return new OpenTarget(path.toString(), context, provenance, List.of());
  }
}
