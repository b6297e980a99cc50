package org.sweetspot.report.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CurvatureFindingTest {
  @Test
  void theSteepestDirectionLimitsTheLearningRate() {
    for (String id :
        List.of(
            "hessian-eigenvalues",
            "gauss-newton-eigenvalues",
            "group-eigenvalues",
            "group-gauss-newton-eigenvalues")) {
      assertThat(Found.series(40, 4, 3.9, 0.1, 0.1, 0.1).says(id))
          .contains("2 / 40 = 0.05")
          .contains("One direction stands out of the 3")
          .contains("9.7 times smaller");
      assertThat(Found.series(40, 30, 20, 0.1, 0.1, 0.1).says(id))
          .contains("no direction stands out");
      assertThat(Found.series(40, 39, 0, 0.1, 0.1, 0).says(id))
          .contains("2 directions stand out")
          .contains("zero or negative");
      // The gap is no gap within the residuals.
      assertThat(Found.series(40, 19, 1, 10).says(id)).contains("no direction stands out");
      assertThat(Found.series(0.1, 0.2).says(id)).contains("cannot be told");
      assertThat(Found.series(-0.1, 0.01).says(id)).contains("no minimum");
      assertThat(Found.series(0.0, 0.0).says(id)).contains("cannot be told");
    }
    assertThat(Found.series(4, 1, 0.1, 0.1).says("fisher-eigenvalues"))
        .contains("are 2 long")
        .contains("One direction stands out");
    assertThat(Found.series(0, 0).exact().says("fisher-eigenvalues")).contains("no example pulls");
  }

  @Test
  void theSmallestIsReadWithinItsResidual() {
    String id = "hessian-eigenvalues-bottom";
    assertThat(Found.series(-0.5, -0.1, 0.1, 0.01, 0.2, 0.01).says(id))
        .contains("no minimum")
        .contains("1 of the 3");
    assertThat(Found.series(-0.005, 0.1, 0.01, 0.01).says(id)).contains("cannot be told");
    assertThat(Found.series(0.5, 0.6, 0.01, 0.01).says(id)).contains("in every direction");
  }

  @Test
  void tracesTellWhatRandomShiftsDo() {
    for (String id : List.of("hessian-trace", "gauss-newton-trace")) {
      // 0.01^2 / 2 times 200.
      assertThat(Found.number(200, 10).says(id)).contains("rise by about 0.01 (error 0.0005)");
      assertThat(Found.number(200, 101).says(id)).contains("cannot be told");
      assertThat(Found.number(-200, 10).says(id)).contains("no minimum");
      assertThat(Found.number(200, 0).exact().says(id)).doesNotContain("error");
    }
    assertThat(Found.number(1, 0).detail("is-hessian-trace", 1).says("gauss-newton-trace"))
        .contains("the Hessian's trace as well");
    assertThat(Found.number(1, 0).detail("is-hessian-trace", 0).says("gauss-newton-trace"))
        .contains("not the bend of the outputs");
    assertThat(Found.number(9, 0).exact().says("fisher-trace"))
        .contains("are 3 long")
        .contains("learning rate times 9");
    assertThat(Found.number(0, 0).exact().says("fisher-trace")).contains("nothing is left");
  }

  @Test
  void theSquaredTraceTellsInHowManyDirectionsTheCurvatureLies() {
    String id = "hessian-square-trace";
    assertThat(square(25, 1).says(id)).contains("4 of the 50 directions");
    assertThat(square(120, 1).says(id)).contains("negative eigenvalues");
    // Above the bound, but within two errors of it.
    assertThat(square(102, 2).says(id)).doesNotContain("no minimum");
    assertThat(square(25, 20).says(id)).contains("too large to tell");
  }

  /** Where the trace is 10, of 50 directions. */
  private static Found square(double value, double error) {
    return Found.number(value, error).beside(100, 1, true).detail("directions", 50);
  }

  @Test
  void momentsTellSignAndSpread() {
    String id = "hessian-moments";
    assertThat(parts(0.5, 0.01, 4, 0.01, 1600, 1).says(id))
        .contains("is upwards")
        .contains("root mean square is 2")
        .contains("in 1% of the directions");
    assertThat(parts(-0.5, 0.01, 4, 0.01, 1600, 1).says(id)).contains("no minimum");
    assertThat(parts(0.01, 0.01, 4, 2, 1600, 1).says(id))
        .contains("cannot be told from zero")
        .contains("cannot be told from these errors");
  }

  private static Found parts(double one, double e1, double two, double e2, double four, double e4) {
    return Found.parts(
        "moment-1", one, e1, "moment-2", two, e2, "moment-3", 1, 0, "moment-4", four, e4);
  }

  @Test
  void theDensityIsPartedAtItsBlur() {
    String id = "hessian-density";
    double[] at = {-2, -1, 0, 1, 2};
    Found flat =
        Found.columns("t", at, "density", new double[] {0, 0, 0.9, 0, 0.1}).detail("blur", 0.2);
    assertThat(flat.errors("density", new double[] {0, 0, 0.01, 0, 0.01}).says(id))
        .contains("90.0% of the directions (error 1)")
        .contains("flat to within 0.6")
        .contains("10.0% bend up")
        .contains("No share that bends down is shown");
    Found saddle =
        Found.columns("t", at, "density", new double[] {0.1, 0, 0.8, 0, 0.1}).detail("blur", 0.2);
    assertThat(saddle.errors("density", new double[] {0.01, 0, 0.01, 0, 0.01}).says(id))
        .contains("10% bend down")
        .contains("not at a minimum");
    assertThat(saddle.errors("density", new double[] {0.06, 0, 0.01, 0, 0.01}).says(id))
        .contains("No share that bends down is shown");
  }

  @Test
  void layersWithinTheirErrorsAreNotRanked() {
    assertThat(Found.parts("a", 1, 0.1, "b", 4, 0.1).says("layer-eigenvalues"))
        .contains("The sharpest is b")
        .contains("to 0.5 ");
    assertThat(Found.parts("a", 3.9, 0.1, "b", 4, 0.1).says("layer-eigenvalues"))
        .contains("cannot be told");
    assertThat(Found.parts("a", -4, 0.1, "b", -1, 0.1).says("layer-eigenvalues"))
        .contains("no layer is shown to bend upwards");
    assertThat(Found.parts("a", 1, 0.1, "b", 3, 0.1).says("layer-traces"))
        .contains("lies in b")
        .contains("75% of the whole");
    assertThat(Found.parts("a", -1, 0.1, "b", 3, 0.1).says("layer-traces"))
        .doesNotContain("of the whole");
    assertThat(Found.parts("a", 2.5, 0.2, "b", 3, 0.2).says("layer-traces"))
        .contains("cannot be told");
  }

  @Test
  void slicesSayWhetherALowerLossLiesOnThem() {
    double[] t = {-1, -0.5, 0, 0.5, 1};
    assertThat(line(t, 4, 2, 1, 2, 4)).contains("a bowl").contains("From 1 here");
    assertThat(line(t, 3, 2.9, 1, 2, 4)).contains("bends downwards in places");
    assertThat(line(t, 4, 0.5, 1, 2, 4)).contains("lower, 0.5, at -0.5").contains("not at a min");
    assertThat(line(t, Double.NaN, 2, 1, 2, 4)).contains("lowest here");
    double[] x = {-1, 0, 1};
    double[] y = {0, 0, 0};
    Found plane = Found.columns("x", x, "y", y, "loss", new double[] {2, 1, 3});
    assertThat(plane.says("landscape-plane")).contains("none has a lower loss");
    Found other = Found.columns("x", x, "y", y, "loss", new double[] {2, 1, 0.5});
    assertThat(other.says("landscape-plane")).contains("0.5 at (1, 0)");
    double[] state = {0, 1, 2};
    Found way = Found.columns("x", x, "y", y, "loss", new double[] {9, 8, 3}, "state", state);
    assertThat(way.says("trajectory-landscape"))
        .contains("none has a lower loss than the weights, 3")
        .contains("fell all the way");
    Found over = Found.columns("x", x, "y", y, "loss", new double[] {1, 2, 3}, "state", state);
    assertThat(over.says("trajectory-landscape"))
        .contains("lower elsewhere")
        .contains("rose in 1 of 1 stretches, at most to 3");
  }

  private static String line(double[] at, double... losses) {
    return Found.columns("t", at, "loss", losses).says("landscape-line");
  }

  @Test
  void delaysAreCountedInWorkers() {
    String id = "delay-stability";
    assertThat(Found.number(3, 0).says(id)).contains("up to 3 steps old").contains("4 workers");
    assertThat(Found.number(0, 0).says(id)).contains("Only fresh").contains("1 worker that");
    assertThat(Found.number(3, 1).says(id)).contains("2 to 3 steps").contains("3 workers");
  }
}
