package org.sweetspot.report;

import java.awt.Color;
import java.util.Comparator;
import java.util.List;
import org.sweetspot.control.Arm;
import org.sweetspot.control.ControlResult;

/**
 * How an arm is called and drawn. The colours keep apart under the common kinds of colour blindness
 * (after Okabe and Ito), and shape and dash say the same again.
 *
 * @param label in reports
 * @param meaning one plain sentence
 * @param order of appearance
 * @param variable the style sheet's colour, different in light and dark
 * @param color for pictures on white
 * @param shape of the marker
 * @param dash of lines: drawn, not drawn, in pixels
 */
record ArmStyle(
    String label,
    String meaning,
    int order,
    String variable,
    Color color,
    String shape,
    List<Integer> dash) {

  private static final ArmStyle BASELINE =
      new ArmStyle(
          "Baseline",
          "The training as it was, before any change.",
          0,
          "var(--baseline)",
          new Color(0x4a5568),
          "circle",
          List.of(1, 0));
  private static final ArmStyle CHANGED =
      new ArmStyle(
          "Changed",
          "The change alone; everything else is left as it was.",
          1,
          "var(--changed)",
          new Color(0xc2500a),
          "diamond",
          List.of(6, 3));
  private static final ArmStyle CONTROLLED =
      new ArmStyle(
          "Controlled",
          "The change together with the plan that was computed from measurements.",
          2,
          "var(--controlled)",
          new Color(0x0b6bb5),
          "square",
          List.of(1, 0));
  private static final ArmStyle STEP_MATCHED =
      new ArmStyle(
          "Step-matched",
          "The change, trained for as many steps as the baseline. What is still missing here does"
              + " not come from the number of steps.",
          3,
          "var(--matched)",
          new Color(0x8a4fa0),
          "triangle-up",
          List.of(2, 3));

  private static final ArmStyle EQUAL_COST =
      new ArmStyle(
          "Equal cost",
          "The baseline, trained on as many examples as the plan takes.",
          4,
          "var(--equal)",
          new Color(0x2f7d4f),
          "cross",
          List.of(8, 2));

  private static final ArmStyle EXAMPLE_MATCHED =
      new ArmStyle(
          "Example-matched",
          "The change, trained on as many examples as the baseline.",
          4,
          "var(--other)",
          new Color(0x3d6f8e),
          "triangle-down",
          List.of(4, 2));
  private static final ArmStyle COMPUTE_MATCHED =
      new ArmStyle(
          "Compute-matched",
          "The change, trained for as many multiplications as the baseline.",
          4,
          "var(--other)",
          new Color(0x7a5c2e),
          "triangle-right",
          List.of(4, 4));

  /** The style of an arm by its name; a name of its own gets its own words. */
  static ArmStyle of(String name) {
    if (name.equals(Arm.EXAMPLE_MATCHED)) {
      return EXAMPLE_MATCHED;
    } else if (name.equals(Arm.COMPUTE_MATCHED)) {
      return COMPUTE_MATCHED;
    }
    return switch (name) {
      case Arm.BASELINE -> BASELINE;
      case Arm.CHANGED -> CHANGED;
      case Arm.CONTROLLED -> CONTROLLED;
      case Arm.STEP_MATCHED -> STEP_MATCHED;
      case Arm.EQUAL_COST -> EQUAL_COST;
      default ->
          new ArmStyle(
              name,
              "One value of the change alone.",
              5,
              "var(--other)",
              new Color(0x6b7d1f),
              "cross",
              List.of(8, 2, 2, 2));
    };
  }

  /** The arms in the order of reports. */
  static List<Arm> ordered(ControlResult result) {
    return result.arms().stream()
        .sorted(Comparator.comparingInt((Arm arm) -> of(arm.name()).order()))
        .toList();
  }
}
