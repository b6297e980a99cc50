package org.sweetspot.torch.script;

/** A scripted module's graph holds something that is none of our layers. */
final class UnrecognizedException extends Exception {
  private static final long serialVersionUID = 1;

  UnrecognizedException(String what) {
    super(what);
  }
}
