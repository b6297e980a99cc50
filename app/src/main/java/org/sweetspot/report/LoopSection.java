package org.sweetspot.report;

import java.util.stream.Collectors;
import org.sweetspot.control.ControlResult;
import org.sweetspot.control.LoopChange;

/** The plan as changes of anybody's training loop. */
final class LoopSection {
  private LoopSection() {}

  static void write(Html html, ControlResult result) {
    html.open("section", "id", "loop", "aria-labelledby", "loop-title");
    html.element("h2", "The plan in your loop", "id", "loop-title");
    if (result.loop().isEmpty()) {
      html.element("p", "The plan changes nothing.", "class", "note").close();
      return;
    }
    html.element("p", "What a training loop has to change to follow the plan, and nothing else:");
    Table.Builder table = Table.of("What changes").name("What").name("Baseline").name("Plan");
    result.loop().forEach(change -> table.row(change.what(), change.before(), change.after()));
    table.build().write(html);
    html.element("p", "The same in PyTorch:");
    html.open("pre", "tabindex", "0", "aria-label", "PyTorch")
        .element("code", pytorch(result))
        .close();
    html.close();
  }

  private static String pytorch(ControlResult result) {
    return result.loop().stream().map(LoopChange::pytorch).collect(Collectors.joining("\n")) + "\n";
  }
}
