package org.sweetspot.generalization.certificate;

import java.util.List;
import org.sweetspot.training.Observer;

/** Watches the trainings that a certificate needs. */
@FunctionalInterface
public interface Phases {
  /** Nobody watches. */
  Phases SILENT = name -> List.of();

  /** A training begins; the one before is over. */
  List<? extends Observer> begin(String name);
}
