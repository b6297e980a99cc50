package org.sweetspot.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.problem.Problem;
import org.sweetspot.trajectory.RunTrajectory;
import org.sweetspot.trajectory.Trajectory;

class RunTrajectoryTest {
  @TempDir Path folder;

  @Test
  void snapshotsOfARunAreItsTrajectory() {
    CloudRuns.carryOut(folder, CloudRuns.recipe(60, "kind: every, count: 20"));
    RunFolder run = new RunFolder(folder);
    try (Problem problem = CloudRuns.problem();
        Problem moved = CloudRuns.problem()) {
      Trajectory way = RunTrajectory.of(run, problem.space());
      assertThat(way.size()).isEqualTo(4);
      assertThat(way.dimension()).isEqualTo(problem.space().dimension());
      for (int i = 0; i < way.size(); i++) {
        assertThat(way.position(i)).isEqualTo(20 * i);
        run.snapshot(20L * i, problem);
        assertThat(way.state(i)).containsExactly(problem.parameters().toArray());
        way.moveTo(i, moved);
        assertThat(moved.parameters().toArray()).containsExactly(problem.parameters().toArray());
        assertThat(moved.buffers().toArray()).containsExactly(problem.buffers().toArray());
      }
    }
  }
}
