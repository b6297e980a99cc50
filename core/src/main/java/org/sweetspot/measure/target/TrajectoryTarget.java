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
import org.sweetspot.trajectory.Trajectory;
import org.sweetspot.trajectory.TrajectoryFiles;

/**
 * States of weights in the order of the training, without a model.
 *
 * @param path of a file of k x p numbers, or a folder of checkpoints
 * @param named whether the user said that it is a trajectory
 * @param note what else it could have been taken for, or empty
 */
public record TrajectoryTarget(Path path, boolean named, String note) implements Target {
  @Override
  public OpenTarget open(Engine engine, TargetSettings settings) throws IOException {
    Trajectory trajectory = TrajectoryFiles.open(path, named);
    long seed = settings.fileSeed();
    List<Path> files = TrajectoryFiles.states(path, named);
    MeasureContext context =
        MeasureContext.ofTrajectory(
                trajectory,
                settings.spending().of(settings.engine().precision(), 1),
                new Seed(seed))
            .withAlgebra(engine.algebra(settings.engine().threads()));
    Map<String, String> provenance =
        new LinkedHashMap<>(
            Provenance.ofFiles(path, files, seed, settings.engine().device().key(), engine.name())
                .words());
    provenance.put("kind", "trajectory");
    provenance.put("contents", joined("Taken for " + trajectory.kind() + ".", note));
    return new OpenTarget(path.toString(), context, provenance, List.of());
  }

  static String joined(String contents, String note) {
    return note.isEmpty() ? contents : contents + " " + note;
  }
}
