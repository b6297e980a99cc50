package org.sweetspot.torch.model;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.sweetspot.torch.tangent.Forward;
import org.sweetspot.torch.tangent.Kept;
import org.sweetspot.torch.tangent.LocalGraph;
import org.sweetspot.torch.tangent.Slot;

/**
 * Batch normalization over axis 1 (Ioffe and Szegedy 2015), or over consecutive chunks of the batch
 * (ghost batch normalization, Hoffer, Hubara and Soudry 2017).
 *
 * <p>y = scale (x - mean) / sqrt(variance + epsilon) + shift, mean and biased variance per channel
 * over examples and positions of a chunk. The last chunk may be smaller; a last chunk of one
 * example joins the one before. While training, running statistics move by {@code momentum} towards
 * the batch's mean and unbiased variance; with chunks, towards the plain mean of the chunks'.
 *
 * @param chunk examples in a chunk; 0 for the whole batch
 */
record BatchNormalization(
    int scale, int shift, int mean, int variance, int chunk, double momentum, double epsilon)
    implements Linearizable {
  @Override
  public Tensor forward(Tensor input, Pass pass) {
    Tensor weight = pass.parameter(scale);
    Tensor bias = pass.parameter(shift);
    if (!pass.usesBatchStatistics()) {
      Tensor output =
          normalize(input, weight, bias, pass.buffer(mean), pass.buffer(variance), false, momentum);
      return pass.tap(new Evaluated(this, pass.buffer(mean), pass.buffer(variance)), input, output);
    }
    requireStatistics(input);
    List<Long> cuts = cuts(input.size(0));
    if (cuts.size() == 2) {
      return pass.updatesBuffers()
          ? normalize(input, weight, bias, pass.buffer(mean), pass.buffer(variance), true, momentum)
          : normalize(input, weight, bias, null, null, true, momentum);
    }
    TensorVector outputs = new TensorVector();
    Tensor means = torch.zeros_like(pass.buffer(mean));
    Tensor variances = torch.zeros_like(pass.buffer(variance));
    for (int i = 0; i + 1 < cuts.size(); i++) {
      Tensor part = input.narrow(0, cuts.get(i), cuts.get(i + 1) - cuts.get(i));
      // A momentum of one leaves exactly this chunk's statistics.
      Tensor chunkMean = torch.zeros_like(means);
      Tensor chunkVariance = torch.ones_like(variances);
      outputs.push_back(normalize(part, weight, bias, chunkMean, chunkVariance, true, 1));
      means.add_(chunkMean);
      variances.add_(chunkVariance);
    }
    if (pass.updatesBuffers()) {
      long chunks = cuts.size() - 1L;
      move(pass.buffer(mean), means, chunks);
      move(pass.buffer(variance), variances, chunks);
    }
    return torch.cat(outputs, 0);
  }

  @Override
  public Forward linearize(Tensor input, boolean moving, Pass pass, Kept kept) {
    List<Slot> parameters = List.of(pass.slot(scale), pass.slot(shift));
    return LocalGraph.apply(input, moving, parameters, x -> forward(x, pass), kept);
  }

  /** Where chunks begin and end: 0, ..., examples. */
  List<Long> cuts(long examples) {
    List<Long> cuts = new ArrayList<>(List.of(0L));
    for (long at = chunk; chunk > 0 && at < examples - 1; at += chunk) {
      cuts.add(at);
    }
    cuts.add(examples);
    return cuts;
  }

  private void move(Tensor running, Tensor sum, long chunks) {
    running.mul_(new Scalar(1 - momentum)).add_(sum, new Scalar(momentum / chunks));
  }

  private Tensor normalize(
      Tensor input,
      Tensor weight,
      Tensor bias,
      @org.jspecify.annotations.Nullable Tensor runningMean,
      @org.jspecify.annotations.Nullable Tensor runningVariance,
      boolean training,
      double weightOfNew) {
    return torch.batch_norm(
        input,
        new TensorOptional(weight),
        new TensorOptional(bias),
        runningMean == null ? new TensorOptional() : new TensorOptional(runningMean),
        runningVariance == null ? new TensorOptional() : new TensorOptional(runningVariance),
        training,
        weightOfNew,
        epsilon,
        true);
  }

  private static void requireStatistics(Tensor input) {
    if (input.numel() == input.size(1)) {
      throw new IllegalArgumentException(
          "batch normalization: expected at least 2 values per channel, got a batch of one example"
              + " without spatial extent; use a larger batch, or layer normalization");
    }
  }

  /** The layer as it is used, with the statistics of one pass. */
  private record Evaluated(BatchNormalization layer, Tensor mean, Tensor variance)
      implements Parametric {
    @Override
    public List<Integer> parameters() {
      return List.of(layer.scale, layer.shift);
    }

    @Override
    public List<Tensor> exampleGradients(Tensor input, Tensor delta) {
      Tensor plain =
          torch.batch_norm(
              input,
              new TensorOptional(),
              new TensorOptional(),
              new TensorOptional(mean),
              new TensorOptional(variance),
              false,
              layer.momentum,
              layer.epsilon,
              true);
      return GroupNormalization.scaleAndShift(plain, delta);
    }
  }
}
