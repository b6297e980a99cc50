package org.sweetspot.recipe;

import java.util.List;

/** What is read out of a table, whatever its format. */
public interface TableRecipe {
  /** Where a default leaves the choice to the table. */
  String AUTO = "auto";

  /** What says that there is no such file or column. */
  String NONE = "none";

  /** The value of {@code kind} that chooses this source. */
  String kind();

  /** The file with the rows to train on. */
  String file();

  /** The target column, several with commas between, or {@link #AUTO}. */
  String target();

  /** What targets are. */
  TargetKind targetKind();

  /** Columns that are neither features nor target. */
  List<String> ignore();

  /** The only feature, a column of text that is read byte by byte, or {@link #NONE}. */
  String text();

  /** Tokens of such a text; 0 for as many as the longest has. */
  int length();

  /** A file with the rows of the test part, or {@link #NONE}. */
  String test();

  /** The same with another target. */
  SourceRecipe withTarget(String name);

  /** What the targets of a table are. */
  enum TargetKind {
    /**
     * Text, truth values, and whole numbers from 0 to 99 of which at most 32 differ are classes;
     * other numbers are real targets.
     */
    AUTO,
    /** Classes. */
    CLASS,
    /** Real numbers. */
    REAL
  }
}
