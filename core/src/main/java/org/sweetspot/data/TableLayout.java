package org.sweetspot.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.sweetspot.data.InputArray.Kind;
import org.sweetspot.format.table.TableColumn;
import org.sweetspot.recipe.TableRecipe;
import org.sweetspot.recipe.TableRecipe.TargetKind;
import org.sweetspot.vector.Precision;

/**
 * Which columns of a table become which numbers.
 *
 * @param features in the order of the file
 * @param targets the positions of the target columns
 * @param inputs what the features make
 * @param form what the targets make
 * @param notes what was taken for what
 */
record TableLayout(
    List<Feature> features,
    List<Integer> targets,
    List<SourceInput> inputs,
    SourceTarget form,
    List<String> notes) {
  private static final int SHOWN = 12;

  /** In a table of more rows, texts of which most differ are names and no categories. */
  private static final int NAMES_FROM = 20;

  /**
   * A column that is a feature.
   *
   * @param column its position
   * @param categories its different texts, sorted, a number 0 or 1 for each; empty for a column of
   *     numbers, and for a text that is read byte by byte
   */
  record Feature(int column, List<String> categories) {
    /** Numbers that it becomes. */
    int size() {
      return Math.max(1, categories.size());
    }
  }

  /**
   * Decides.
   *
   * @throws DataException if a column can't be used; the message says how to leave it out
   */
  static TableLayout of(TableSurvey survey, TableRecipe recipe) {
    List<String> notes = new ArrayList<>();
    SourceTarget form = target(survey, recipe, notes);
    if (!recipe.text().equals(TableRecipe.NONE)) {
      return text(survey, recipe, form, notes);
    }
    List<Feature> features = new ArrayList<>();
    List<String> left = new ArrayList<>();
    int size = 0;
    for (int i = 0; i < survey.columns().size(); i++) {
      ColumnSurvey column = survey.columns().get(i);
      if (survey.targets().contains(i)) {
        continue;
      } else if (recipe.ignore().contains(column.name()) || isIndex(column.name())) {
        left.add(column.name());
        continue;
      }
      Feature feature = feature(survey, i);
      features.add(feature);
      size += feature.size();
    }
    if (features.isEmpty()) {
      throw new DataException(
          survey.place(),
          "at least one column beside the target",
          "none",
          "write the features into columns of their own, with comma, semicolon, tab or bar"
              + " between");
    } else if (size > Source.LARGEST_INPUT) {
      throw Source.tooLarge(survey.place(), List.of(size));
    }
    notes.add(features(survey, features, size));
    if (survey.columns().get(0).name().equals("column 1")) {
      notes.add(
          "the first line has numbers in it and was taken for a row; the columns have no names");
    }
    if (!left.isEmpty()) {
      notes.add("left out: " + some(left));
    }
    SourceInput input = new SourceInput("x", List.of(size), Kind.REAL, Precision.DOUBLE, 1);
    return new TableLayout(features, survey.targets(), List.of(input), form, notes);
  }

  /** What pandas writes beside the columns of a table. */
  private static boolean isIndex(String name) {
    return name.startsWith("Unnamed: ") || name.startsWith("__index_level_");
  }

  private static Feature feature(TableSurvey survey, int position) {
    ColumnSurvey column = survey.columns().get(position);
    String place = survey.place() + ", column " + column.name();
    String ignore = "leave it out by " + survey.key("ignore: [" + column.name() + "]");
    if (column.column().kind() == TableColumn.Kind.UNREADABLE) {
      throw new DataException(
          place, "numbers or text", column.column().type(), "turn it into numbers, or " + ignore);
    }
    requireWhole(place, column, ignore);
    if (column.isNumeric() || column.isTruth()) {
      return new Feature(position, List.of());
    } else if (column.hasCommas()) {
      throw new DataException(
          place,
          "numbers with a decimal point and no commas",
          column.firstText(),
          "write them so, in pandas by read_csv(file, decimal=',') and to_csv, or " + ignore);
    }
    int different = column.texts().size();
    boolean name = survey.rows() > NAMES_FROM && 2L * different > survey.rows();
    if (different > TableSurvey.MOST_CATEGORIES || name) {
      throw new DataException(
          place,
          "numbers, or at most "
              + TableSurvey.MOST_CATEGORIES
              + " different texts, fewer than half the rows",
          (column.isMixed() ? "numbers and text, such as " : "more, such as ") + column.firstText(),
          (column.isMixed() ? "correct those cells, or " : "") + ignore);
    }
    return new Feature(position, column.texts());
  }

  private static void requireWhole(String place, ColumnSurvey column, String ignore) {
    if (column.missing() > 0) {
      throw new DataException(
          place + ", " + column.firstMissing(),
          "a value in every row",
          column.missing() + " cells without one",
          "fill them or drop those rows before, as pandas' fillna and dropna do, or " + ignore);
    }
  }

  private static String features(TableSurvey survey, List<Feature> features, int size) {
    List<String> numbers = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (Feature feature : features) {
      String name = survey.columns().get(feature.column()).name();
      if (feature.categories().isEmpty()) {
        numbers.add(name);
      } else {
        texts.add(name + " (" + some(feature.categories()) + ")");
      }
    }
    return size
        + " features: "
        + numbers.size()
        + " columns of numbers"
        + (texts.isEmpty() ? "" : ", and 0 or 1 for each category of " + String.join(", ", texts));
  }

  private static TableLayout text(
      TableSurvey survey, TableRecipe recipe, SourceTarget form, List<String> notes) {
    List<String> names = survey.columns().stream().map(ColumnSurvey::name).toList();
    int position = names.indexOf(recipe.text());
    String place = survey.place() + ", data.source.text";
    if (position < 0 || survey.targets().contains(position)) {
      throw new DataException(
          place,
          "a column of text beside the target, one of " + some(names),
          recipe.text(),
          "write the name as it stands in the table");
    }
    ColumnSurvey column = survey.columns().get(position);
    TableColumn.Kind kind = column.column().kind();
    if (kind != TableColumn.Kind.TEXT && kind != TableColumn.Kind.UNTYPED) {
      throw new DataException(
          place, "a column of text", column.column().type(), "name another column");
    }
    requireWhole(survey.place() + ", column " + column.name(), column, "name another column");
    int length = ByteTokens.length(recipe.length(), column.longest());
    long count = survey.rows();
    notes.add("column " + column.name() + ": " + ByteTokens.note(count, length, column.longest()));
    return new TableLayout(
        List.of(new Feature(position, List.of())),
        survey.targets(),
        ByteTokens.inputs(length),
        form,
        notes);
  }

  private static SourceTarget target(TableSurvey survey, TableRecipe recipe, List<String> notes) {
    for (ColumnSurvey column : survey.targetColumns()) {
      String place = survey.place() + ", target " + column.name();
      if (column.column().kind() == TableColumn.Kind.UNREADABLE) {
        throw new DataException(
            place,
            "numbers or text",
            column.column().type(),
            "name another column by " + survey.key("target: NAME"));
      } else if (column.missing() > 0) {
        throw new DataException(
            place + ", " + column.firstMissing(),
            "a target in every row",
            column.missing() + " cells without one",
            "drop those rows before, as pandas' dropna does");
      }
    }
    String names =
        survey.targetColumns().stream().map(ColumnSurvey::name).collect(Collectors.joining(", "));
    String begin =
        "target " + names + (survey.said() ? "" : " (chosen by its name or as the last column)");
    if (survey.targets().size() > 1) {
      return several(survey, recipe, begin, notes);
    }
    ColumnSurvey column = survey.targetColumns().get(0);
    boolean classes =
        switch (recipe.targetKind()) {
          case CLASS -> true;
          case REAL -> false;
          case AUTO ->
              !column.isNumeric()
                  || column.column().kind() == TableColumn.Kind.TRUTH
                  || column.looksLikeClasses();
        };
    return classes ? classes(survey, column, begin, notes) : real(survey, column, begin, notes);
  }

  private static SourceTarget several(
      TableSurvey survey, TableRecipe recipe, String begin, List<String> notes) {
    for (ColumnSurvey column : survey.targetColumns()) {
      if (!column.isNumeric() || recipe.targetKind() == TargetKind.CLASS) {
        throw new DataException(
            survey.place() + ", target " + column.name(),
            "numbers, as several targets are",
            column.isNumeric() ? "target-kind: class" : column.firstText(),
            "name one column, or delete target-kind");
      }
    }
    notes.add(begin + ": real numbers, " + survey.targets().size() + " for each example");
    return new SourceTarget.Real(List.of(survey.targets().size()), Precision.DOUBLE);
  }

  private static SourceTarget classes(
      TableSurvey survey, ColumnSurvey column, String begin, List<String> notes) {
    String place = survey.place() + ", target " + column.name();
    if (column.column().kind() == TableColumn.Kind.TRUTH) {
      notes.add(begin + ": 2 classes: false, true");
      return SourceTarget.named(List.of("false", "true"));
    } else if (column.isNumeric()) {
      if (!column.isCounting()) {
        throw new DataException(
            place,
            "whole numbers from 0 to classes - 1, or texts",
            "numbers from " + column.range(),
            "number the classes 0, 1, 2 and so on, or say " + survey.key("target-kind: real"));
      }
      notes.add(begin + ": class numbers (target-kind: real would take them for quantities)");
      return SourceTarget.classes(0);
    } else if (column.texts().size() > TableSurvey.MOST_CLASSES) {
      throw new DataException(
          place,
          "at most " + TableSurvey.MOST_CLASSES + " different texts",
          "more, such as " + column.firstText(),
          "name another column by " + survey.key("target: NAME"));
    }
    notes.add(
        begin
            + ": "
            + column.texts().size()
            + " classes, texts in sorted order: "
            + some(column.texts()));
    return SourceTarget.named(column.texts());
  }

  private static SourceTarget real(
      TableSurvey survey, ColumnSurvey column, String begin, List<String> notes) {
    if (!column.isNumeric() && column.column().kind() != TableColumn.Kind.TRUTH) {
      throw new DataException(
          survey.place() + ", target " + column.name(),
          "numbers, as target-kind: real asks for",
          column.firstText(),
          "correct those cells, or delete target-kind");
    }
    notes.add(begin + ": real numbers from " + column.range());
    return new SourceTarget.Real(List.of(), Precision.DOUBLE);
  }

  private static String some(List<String> words) {
    return words.size() <= SHOWN
        ? String.join(", ", words)
        : String.join(", ", words.subList(0, SHOWN)) + " and " + (words.size() - SHOWN) + " more";
  }
}
