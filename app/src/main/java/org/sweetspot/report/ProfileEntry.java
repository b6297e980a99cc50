package org.sweetspot.report;

import java.util.List;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.ModeWords;
import org.sweetspot.measure.profile.Topic;
import org.sweetspot.report.finding.FindingSentences;

/**
 * One answer of a profile with what a practitioner reads beside it.
 *
 * @param topic heading it stands under
 * @param title the field's name for the measure
 * @param question that it answers
 * @param finding what the answer says, in plain words
 * @param answer the number
 */
public record ProfileEntry(
    String topic, String title, String question, String finding, Measurement answer) {
  /** An answer and the measure that gave it. */
  public static ProfileEntry of(Measure measure, Measurement answer) {
    return of(measure, answer, AgreedFindings.none());
  }

  /**
   * An answer and the measure that gave it.
   *
   * @param agreed what several answers say together, in place of what each would say alone
   */
  public static ProfileEntry of(Measure measure, Measurement answer, AgreedFindings agreed) {
    return new ProfileEntry(
        Topic.of(measure).question(),
        measure.card().title(),
        measure.card().question(),
        answer.value() == null
            ? answer.conventions().text()
            : agreed.of(answer.id()).orElseGet(() -> FindingSentences.of(measure, answer))
                + ModeWords.sentence(answer),
        answer);
  }

  /** Text in lines for a terminal of that many columns. */
  public static List<String> wrapped(String text, int width) {
    return Terminal.wrap(text, width);
  }

  /** The finding in lines for a terminal of that many columns. */
  public List<String> lines(int width) {
    return Terminal.wrap(finding, width);
  }
}
