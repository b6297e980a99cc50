package org.sweetspot.recipe;

import static org.sweetspot.recipe.Mistakes.edit;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Values that are wrong alone or together are answered with place, what, expected, got and a
 * remedy.
 */
class BrokenValuesTest {
  static Stream<Arguments> mistakes() {
    return Stream.of(
        edit(
            "fraction for a whole number",
            "batch: 16",
            "batch: 2.7",
            "a.yaml:7:10: training.batch: expected a whole number, got 2.7",
            "write digits only, such as 64"),
        edit(
            "quoted number",
            "batch: 16",
            "batch: \"16\"",
            "a.yaml:7:10: training.batch: expected a whole number, got the text \"16\"",
            "write the number without quotes"),
        edit(
            "exponent for a whole number",
            "batch: 16",
            "batch: 1e2",
            "a.yaml:7:10: training.batch: expected a whole number, got 1e2",
            "no exponent"),
        edit(
            "whole number too large",
            "batch: 16",
            "batch: 3000000000",
            "a.yaml:7:10: training.batch: expected a whole number of at most 2147483647, got"
                + " 3000000000",
            "write a smaller number"),
        edit(
            "nothing for a number",
            "batch: 16",
            "batch:",
            "a.yaml:7:9: training.batch: expected a whole number, got nothing",
            "write digits only"),
        edit(
            "explicit tag",
            "batch: 16",
            "batch: !!str 16",
            "a.yaml:7:10: training.batch: expected a whole number, got the tag"
                + " tag:yaml.org,2002:str before 16",
            "write digits only"),
        edit(
            "not a number",
            "rate: 0.1",
            "rate: .nan",
            "a.yaml:10:11: training.optimizer.rate: expected a number, got .nan",
            "write a finite number"),
        edit(
            "infinity",
            "rate: 0.1",
            "rate: .inf",
            "a.yaml:10:11: training.optimizer.rate: expected a number, got .inf",
            "write a finite number"),
        edit(
            "overflow",
            "rate: 0.1",
            "rate: 1e999",
            "a.yaml:10:11: training.optimizer.rate: expected a number below 1.8e308, got 1e999",
            "write a smaller number"),
        edit(
            "value that the record refuses",
            "rate: 0.1",
            "rate: -0.1",
            "a.yaml:10:11: training.optimizer.rate: expected above 0, got -0.1",
            "write for rate above 0"),
        edit(
            "values that one record can't have together",
            "rate: 0.1",
            "rate: 0.1\n    nesterov: true",
            "a.yaml:11:15: training.optimizer.nesterov: expected a momentum above 0 with it, got"
                + " 0.0",
            "a momentum above 0"),
        edit(
            "word for a truth value",
            "rate: 0.1",
            "rate: 0.1\n    nesterov: yes",
            "a.yaml:11:15: training.optimizer.nesterov: expected true or false, got yes",
            "write true or false"),
        edit(
            "span without unit",
            "20 epochs",
            "20",
            "a.yaml:11:11: training.budget: expected an amount with its unit: epochs, steps or"
                + " seconds, such as 20 epochs, got 20",
            "add the unit: 20 epochs, 20 steps or 20 seconds"),
        edit(
            "span in a wrong unit",
            "20 epochs",
            "20 hours",
            "a.yaml:11:11: training.budget: expected an amount with its unit: epochs, steps or"
                + " seconds, such as 20 epochs, got 20 hours",
            "use one of the units epochs, steps, seconds"),
        edit(
            "misspelt unit",
            "20 epochs",
            "20 epcohs",
            "a.yaml:11:11: training.budget: expected an amount with its unit",
            "did you mean 20 epochs?"),
        edit(
            "fraction of a step",
            "20 epochs",
            "2.5 steps",
            "a.yaml:11:11: training.budget: expected a whole number of steps, got 2.5 steps",
            "write a whole number of steps"),
        edit(
            "no budget at all",
            "20 epochs",
            "0 epochs",
            "a.yaml:11:11: training.budget: expected more than 0, got 0 epochs",
            "write for budget more than 0"),
        edit(
            "number for a list",
            "[32]",
            "32",
            "a.yaml:5:11: model.hidden: expected a list of whole numbers, got 32",
            "write it in brackets"),
        edit(
            "wrong element of a list",
            "[32]",
            "[32, many]",
            "a.yaml:5:16: model.hidden[1]: expected a whole number, got many",
            "write digits only"),
        edit(
            "list for a section",
            "  kind: mlp\n  hidden: [32]",
            "  - mlp",
            "a.yaml:4:3: model: expected a mapping whose kind is one of linear, mlp,",
            "write the keys below it"),
        edit(
            "number for a name",
            "data:",
            "name: 2024\ndata:",
            "a.yaml:1:7: name: expected text, got 2024",
            "put it in quotes: \"2024\""),
        edit(
            "name that can't be a folder's",
            "data:",
            "name: ../up\ndata:",
            "a.yaml:1:7: name: expected a name that can be a folder's",
            "use letters, digits, - and _"));
  }

  /** Values that are right alone but not together. */
  static Stream<Arguments> combinations() {
    return Stream.of(
        edit(
            "batch larger than the split",
            "source: digits",
            "source: digits\n  split: {train: 8}",
            "a.yaml:8:10: training.batch: expected at most the 8 examples of data.split.train, got"
                + " 16",
            "make the batch smaller"),
        edit(
            "change to the same batch",
            "data:",
            "control: {change: {batch: 16}}\ndata:",
            "a.yaml:1:27: control.change.batch: expected another value than the recipe's, got 16",
            "write the value you want to change to"),
        edit(
            "change larger than the split",
            "source: digits",
            "source: digits\n  split: {train: 99}\ncontrol: {change: {batch: 100}}",
            "a.yaml:4:27: control.change.batch: expected at most the 99 examples",
            "make the batch smaller"),
        edit(
            "ghost larger than the batch",
            "hidden: [32]",
            "hidden: [32]\n  normalization: {kind: ghost, ghost: 32}",
            "a.yaml:6:39: model.normalization.ghost: expected at most the 16 examples that are"
                + " computed together, got 32",
            "write a smaller ghost"),
        edit(
            "batch statistics of one example",
            "hidden: [32]\ntraining:\n  batch: 16",
            "hidden: [32]\n  normalization: batch\ntraining:\n  batch: 1",
            "a.yaml:6:18: model.normalization: expected at least 2 examples computed together for"
                + " batch statistics, got 1",
            "make training.batch larger"),
        edit(
            "groups that divide no width",
            "hidden: [32]",
            "hidden: [32, 30]\n  normalization: {kind: group, groups: 4}",
            "a.yaml:6:40: model.normalization.groups: expected a divisor of every layer's channels,"
                + " also of 30, got 4",
            "choose groups that divide"),
        edit(
            "copies that are all alike",
            "source: digits",
            "source: digits\n  augmentation: {copies: 2}",
            "a.yaml:3:26: data.augmentation.copies: expected 1 where neither crop nor flip varies",
            "add crop: 2 or flip: true"),
        edit(
            "text for an image model",
            "source: digits",
            "source: {kind: text, files: [a.txt]}",
            "a.yaml:4:9: model.kind: expected transformer or torchscript for text, got mlp",
            "use kind: transformer"),
        edit(
            "images for a language model",
            "kind: mlp\n  hidden: [32]",
            "kind: transformer\n  width: 8\n  heads: 2\n  layers: 1",
            "a.yaml:4:9: model.kind: expected data.source of kind text for a transformer, got"
                + " digits",
            "use the source text"),
        edit(
            "heads that don't divide the width",
            "kind: mlp\n  hidden: [32]",
            "kind: transformer\n  width: 8\n  heads: 3\n  layers: 1",
            "a.yaml:6:10: model.heads: expected a divisor of the width 8, got 3",
            "write for heads a divisor of the width 8"),
        edit(
            "images for an audio model",
            "kind: mlp\n  hidden: [32]",
            "kind: audio\n  convolutions: [{channels: 4}]",
            "a.yaml:4:9: model.kind: expected data.source of kind sounds, or npz with signals"
                + " of channels x samples, for audio, got digits",
            "use the source sounds or npz"),
        edit(
            "cropped text",
            "source: digits\nmodel:\n  kind: mlp\n  hidden: [32]",
            "source: {kind: text, files: [a]}\n  augmentation: {crop: 1}\n  scaling: {mean: 1}\n"
                + "model: {kind: transformer, width: 8, heads: 2, layers: 1}",
            "a.yaml:3:17: data.augmentation: expected no crop and no flip for text",
            "delete data.augmentation"),
        edit(
            "warm-up longer than the budget",
            "20 epochs",
            "20 epochs\n  schedule: {kind: constant, warm-up: 21 epochs}",
            "a.yaml:12:39: training.schedule.warm-up: expected at most the budget of 20 epochs, got"
                + " 21 epochs",
            "make the warm-up shorter"),
        edit(
            "tail longer than the budget",
            "20 epochs",
            "20 steps\nsnapshots: {kind: tail, count: 30}",
            "a.yaml:12:32: snapshots.count: expected at most the budget of 20 steps, got 30",
            "keep fewer of the last steps"),
        edit(
            "evaluation without end",
            "20 epochs",
            "20 steps\n  evaluation: 0 steps",
            "a.yaml:12:15: training.evaluation: expected more than 0",
            "write a pace such as 1 epochs"));
  }

  @ParameterizedTest
  @MethodSource({"mistakes", "combinations"})
  void aMistakeIsAnsweredInFull(String yaml, String start, String fix) {
    Mistakes.assertAnsweredInFull(yaml, start, fix);
  }
}
