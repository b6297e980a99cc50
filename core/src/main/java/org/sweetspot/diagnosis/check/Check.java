package org.sweetspot.diagnosis.check;

import java.util.Optional;
import org.sweetspot.diagnosis.record.RecordedRun;

/** One thing that can be wrong with a training. */
public interface Check {
  /** What a user should know of it. */
  CheckCard card();

  /** Whether what it finds is said only where no other fault explains it. */
  default boolean isByElimination() {
    return false;
  }

  /** What the record says of it; nothing where all is well or the record can't tell. */
  Optional<Finding> find(RecordedRun run);
}
