package org.sweetspot.trajectory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.sweetspot.problem.Problem;
import org.sweetspot.run.RunFolder;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterSpace;

/** The snapshots of a run, trained parameters only; buffers go along to a problem. */
public final class RunTrajectory implements Trajectory {
  private final RunFolder folder;
  private final List<Long> steps;
  private final SafetensorsTrajectory files;

  private RunTrajectory(RunFolder folder, List<Long> steps, SafetensorsTrajectory files) {
    this.folder = folder;
    this.steps = steps;
    this.files = files;
  }

  /**
   * The snapshots that a run kept.
   *
   * @param folder of a run with at least one snapshot
   * @param space of the run's problem
   */
  public static RunTrajectory of(RunFolder folder, ParameterSpace space) {
    List<Long> steps = folder.snapshots();
    List<Path> paths = steps.stream().map(folder::snapshotFile).toList();
    double[] positions = steps.stream().mapToDouble(Long::doubleValue).toArray();
    List<String> names =
        space.groups().stream()
            .filter(group -> group.size() > 0)
            .map(ParameterGroup::name)
            .toList();
    try {
      return new RunTrajectory(
          folder,
          steps,
          new SafetensorsTrajectory(folder.path().toString(), paths, positions, names));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @Override
  public String origin() {
    return files.origin();
  }

  @Override
  public int size() {
    return files.size();
  }

  @Override
  public long dimension() {
    return files.dimension();
  }

  @Override
  public double position(int index) {
    return files.position(index);
  }

  @Override
  public void read(int index, long from, double[] target, int count) {
    files.read(index, from, target, count);
  }

  @Override
  public void moveTo(int index, Problem problem) {
    folder.snapshot(steps.get(index), problem);
  }
}
