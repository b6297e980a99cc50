package org.sweetspot.report;

import java.util.List;
import org.sweetspot.control.Arm;
import org.sweetspot.control.ControlResult;
import tools.jackson.databind.node.ObjectNode;

/** Accuracy and loss over the course of training, with choices of split, axis and arms. */
final class CurveSection {
  private CurveSection() {}

  static void write(Html html, ObjectNode page, ControlResult result) {
    CurveFigure figure = new CurveFigure(result);
    html.open("section", "id", "curves", "aria-labelledby", "curves-title");
    html.element("h2", "Over the course of training", "id", "curves-title");
    if (figure.isEmpty()) {
      html.element("p", "No evaluation was recorded along the way.", "class", "note").close();
      return;
    }
    page.set("curves", figure.data());
    html.element(
        "p",
        "Higher accuracy is better, lower loss is better. Over steps you see what each update of"
            + " the weights is worth; over epochs, what each pass through the training data is"
            + " worth. Press an arm to hide or show it.");
    controls(html, ArmStyle.ordered(result));
    html.open("div", "class", "pair");
    Figure.write(html, "accuracy-curves", "Accuracy over the course of training", "");
    Figure.write(html, "loss-curves", "Loss over the course of training", "");
    html.close();
    html.element(
        "p",
        "Strong line: mean over the runs that did not diverge. Band: from the least to the greatest"
            + " of them. Thin lines: the single runs, at most "
            + figure.pointsPerRun()
            + " points of each. The accuracy axis begins where the differences at the end can be"
            + " seen, so early training may lie below it; a logarithmic axis leaves out step 0.",
        "class",
        "note");
    Figure.numbers(html, table(result));
    html.close();
  }

  private static void controls(Html html, List<Arm> arms) {
    html.open("div", "class", "controls");
    html.open("div", "class", "choice", "role", "group", "aria-label", "Data");
    choice(html, "split", "test", "Test data", true);
    choice(html, "split", "train", "Training data", false);
    html.close();
    html.open("div", "class", "choice", "role", "group", "aria-label", "Horizontal axis");
    choice(html, "axis", "step", "Steps", true);
    choice(html, "axis", "epoch", "Epochs", false);
    html.close().close();
    html.open("div", "class", "legend", "role", "group", "aria-label", "Arms");
    for (Arm arm : arms) {
      html.open(
          "button",
          "type",
          "button",
          "class",
          Figure.style(arm.name()),
          "data-arm",
          arm.name(),
          "aria-pressed",
          "true");
      html.element("span", "", "class", "swatch", "aria-hidden", "true");
      html.text(ArmStyle.of(arm.name()).label()).close();
    }
    html.close();
  }

  private static void choice(Html html, String name, String value, String text, boolean pressed) {
    html.element(
        "button",
        text,
        "type",
        "button",
        "data-choice",
        name,
        "value",
        value,
        "aria-pressed",
        Boolean.toString(pressed));
  }

  private static Table table(ControlResult result) {
    Table.Builder table =
        Table.of("Mean over runs along the way, at most a dozen evaluations of each arm")
            .name("Arm")
            .number("Step")
            .number("Epoch")
            .number("Test accuracy, %")
            .number("Test loss")
            .number("Training accuracy, %")
            .number("Training loss");
    for (Arm arm : ArmStyle.ordered(result)) {
      List<List<Curve.Band>> bands = Curve.all().stream().map(curve -> curve.bands(arm)).toList();
      List<Curve.Band> longest =
          bands.stream().max(java.util.Comparator.comparingInt(List::size)).orElse(List.of());
      for (Curve.Band at : Curve.thinned(longest, 12)) {
        table.row(
            ArmStyle.of(arm.name()).label(),
            Numbers.fixed(at.step(), 0),
            Numbers.significant(at.epoch()),
            Numbers.fixed(at(bands.get(0), at.step()), 1),
            Numbers.significant(at(bands.get(1), at.step())),
            Numbers.fixed(at(bands.get(2), at.step()), 1),
            Numbers.significant(at(bands.get(3), at.step())));
      }
    }
    return table.build();
  }

  private static double at(List<Curve.Band> bands, double step) {
    return bands.stream()
        .filter(band -> band.step() == step)
        .mapToDouble(Curve.Band::mean)
        .findFirst()
        .orElse(Double.NaN);
  }
}
