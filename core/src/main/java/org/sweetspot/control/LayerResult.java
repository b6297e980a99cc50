package org.sweetspot.control;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sweetspot.control.layer.GradientErrors;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.statistics.Interval;

/**
 * Which layer bears a change worst, and how many of them can be changed within a limit.
 *
 * @param change what was changed
 * @param confidence of all intervals, and of the mixed recipe
 * @param limit the most points of validation accuracy that the mixed recipe may cost
 * @param errors how far each layer's change moves gradients along the baseline
 * @param operands the same of each operand of the products; null where none is quantized
 * @param ranking the layers, the one of the largest share first
 * @param whole the change as it is
 * @param worst the layer of the largest share changed alone
 * @param mildest the layer of the smallest share changed alone; null where there is one layer
 * @param worstOverMildest what the worst costs more than the mildest, in points of validation
 *     accuracy; null where there is one layer
 * @param mixes the layers of the smallest shares changed together, one more each time, as far as
 *     they were tried
 * @param chosen the recipe of the most changed layers that is within the limit; null where none is
 * @param plan the recipe to train with
 * @param provenance seed, data hash, version, JVM, OS, CPU, device, engine
 */
public record LayerResult(
    ChangeSummary change,
    double confidence,
    double limit,
    GradientErrors errors,
    @Nullable GradientErrors operands,
    List<LayerCost> ranking,
    LayerTrial whole,
    LayerTrial worst,
    @Nullable LayerTrial mildest,
    @Nullable Interval worstOverMildest,
    List<LayerTrial> mixes,
    @Nullable LayerTrial chosen,
    Recipe plan,
    Map<String, String> provenance) {
  /** Copies the collections. */
  public LayerResult {
    ranking = List.copyOf(ranking);
    mixes = List.copyOf(mixes);
    provenance = Map.copyOf(provenance);
  }

  /** The layers that the plan leaves as they are. */
  public List<String> kept() {
    return Optional.ofNullable(chosen)
        .map(LayerTrial::kept)
        .orElseGet(() -> ranking.stream().map(LayerCost::layer).toList());
  }

  /** The cost of a layer by its name. */
  public LayerCost cost(String layer) {
    return ranking.stream().filter(cost -> cost.layer().equals(layer)).findFirst().orElseThrow();
  }
}
