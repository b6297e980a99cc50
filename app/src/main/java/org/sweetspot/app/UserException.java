package org.sweetspot.app;

import org.sweetspot.format.ForeignText;

/** Something in the user's hands is not as it must be: ends the program with code 2. */
final class UserException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Says all four parts.
   *
   * @param what is wrong, for instance an option or a file
   * @param expected what would have been right
   * @param got what was found
   * @param remedy what to do, as an instruction
   */
  UserException(String what, String expected, Object got, String remedy) {
    super(
        ForeignText.shown(what + ": expected " + expected + ", got " + got)
            + "\n  fix: "
            + ForeignText.shown(remedy));
  }
}
