package org.sweetspot.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Cost;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.Value;

class BiasShiftsTest {
  private static Measurement measured(String id, double value) {
    return new Measurement(
        id,
        Value.of(value),
        null,
        "nats",
        Status.EXACT,
        "",
        Conventions.NONE,
        new Cost(0, 0, 0),
        "",
        "");
  }

  private static List<List<Measurement>> seeds(double[] nll, double[] ece) {
    return java.util.stream.IntStream.range(0, nll.length)
        .mapToObj(i -> List.of(measured("nll", nll[i]), measured("ece", ece[i])))
        .toList();
  }

  private static List<BiasShift> shifts(double[] changed, double[] controlled) {
    double[] ece = {0.1, 0.2, 0.3};
    return new BiasShifts(
            Map.of(
                Arm.BASELINE, seeds(new double[] {1, 1, 1}, ece),
                Arm.CHANGED, seeds(changed, ece),
                Arm.CONTROLLED, seeds(controlled, ece)),
            0.95)
        .all();
  }

  private static BiasShift nll(List<BiasShift> shifts) {
    return shifts.stream().filter(s -> s.measure().equals("nll")).findFirst().orElseThrow();
  }

  @Test
  void intervalsAreWidenedForTheNumberOfQuestions() {
    BiasShift shift = nll(shifts(new double[] {2, 3, 4}, new double[] {1, 1.1, 0.9}));
    // Two questions at 97.5% each: t(0.9875, 2) = 6.2053.
    assertThat(shift.shift().value()).isCloseTo(2, within(1e-12));
    assertThat(shift.shift().high() - 2).isCloseTo(6.20535 / Math.sqrt(3), within(1e-4));
    assertThat(shift.moved()).isFalse();
    assertThat(shift.unit()).isEqualTo("nats");
  }

  @Test
  void movedAndRestoredAreSaidOfSignificantShiftsOnly() {
    BiasShift back = nll(shifts(new double[] {2, 2.1, 1.9}, new double[] {1, 1.1, 0.9}));
    assertThat(back.moved()).isTrue();
    assertThat(back.restored()).isTrue();
    BiasShift away = nll(shifts(new double[] {2, 2.1, 1.9}, new double[] {1.5, 1.6, 1.55}));
    assertThat(away.restored()).isFalse();
    List<BiasShift> all = shifts(new double[] {2, 2.1, 1.9}, new double[] {1, 1.1, 0.9});
    assertThat(all).extracting(BiasShift::measure).containsExactly("nll", "ece");
    assertThat(all.get(1).moved()).isFalse();
  }

  @Test
  void aSeedWithoutANumberInOneArmIsLeftOutOfAll() {
    BiasShift shift = nll(shifts(new double[] {2, Double.NaN, 4}, new double[] {1, 5, 3}));
    assertThat(shift.changed()).isEqualTo(3);
    assertThat(shift.controlled()).isEqualTo(2);
    assertThat(
            Arrays.asList(shifts(new double[] {2, Double.NaN, Double.NaN}, new double[] {1, 1, 1})))
        .allSatisfy(left -> assertThat(left).extracting(BiasShift::measure).containsExactly("ece"));
  }
}
