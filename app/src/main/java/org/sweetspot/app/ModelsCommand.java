package org.sweetspot.app;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sweetspot models}: what a recipe can train. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    description = "List the models that a recipe can name, each with an example.",
    footer = {"", "Example: sweetspot models"})
final class ModelsCommand implements Runnable {
  static final List<Listing> MODELS =
      List.of(
          new Listing("linear", "logistic regression: one dense layer.", "model: linear"),
          new Listing(
              "mlp",
              "dense layers with an activation between them.",
              "model: {kind: mlp, hidden: [64, 64], activation: relu, normalization: batch}"),
          new Listing(
              "cnn",
              "convolutions, then dense layers, for images.",
              """
              model:
                kind: cnn
                convolutions:
                  - {channels: 16, kernel: 5, stride: 2}
                  - {channels: 32, kernel: 3, pool: 2}
                dense: [64]
                normalization: batch"""),
          new Listing(
              "residual",
              "residual blocks in stages, each stage halving the size and doubling the channels.",
              "model: {kind: residual, channels: 16, blocks: [2, 2], normalization: batch}"),
          new Listing(
              "transformer",
              "a small decoder language model over the bytes of text files.",
              "model: {kind: transformer, width: 64, heads: 4, layers: 2, normalization: layer}"),
          new Listing(
              "audio",
              "convolutions over time, then dense layers, for signals.",
              """
              model:
                kind: audio
                convolutions:
                  - {channels: 16, kernel: 9, stride: 4}
                dense: [32]"""),
          new Listing(
              "torchscript",
              "a scripted (not traced) TorchScript module from a file.",
              "model: {kind: torchscript, file: model.pt}"));

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    Listing.print(spec.commandLine().getOut(), MODELS);
  }
}
