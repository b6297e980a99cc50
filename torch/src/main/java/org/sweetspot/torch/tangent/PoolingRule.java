package org.sweetspot.torch.tangent;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.sweetspot.torch.tensor.Handle;

/**
 * The largest number of each cell of images, the first of equals; a rest at the border is dropped.
 *
 * <p>Where the largest numbers lie is fixed for a linearization. Forward they are taken; backward
 * each cell's number is spread over the cell and multiplied by a mask, which runs on all threads,
 * as libtorch's scattering does not.
 */
public final class PoolingRule {
  private final long height;
  private final long width;
  private final Tensor output;
  private final Handle places;
  private final Handle mask;

  private PoolingRule(Tensor images, long high, long wide, Kept kept) {
    long examples = images.size(0);
    long channels = images.size(1);
    height = images.size(2);
    width = images.size(3);
    long[] cell = {high, wide};
    var found =
        torch.max_pool2d_with_indices(
            images.contiguous(MemoryFormat.ChannelsLast),
            cell,
            cell,
            new long[] {0, 0},
            new long[] {1, 1},
            false);
    output = found.get0();
    // libtorch counts pixels within one channel of one example; here numbers lie pixel by pixel.
    Tensor winners = pixels(found.get1());
    Tensor example =
        torch
            .arange(new Scalar(examples), winners.options())
            .mul(new Scalar(images.numel() / examples));
    Tensor channel = torch.arange(new Scalar(channels), winners.options());
    Tensor flat = winners.mul(new Scalar(channels)).add(example.view(-1, 1, 1, 1)).add(channel);
    places = kept.keep(flat);
    Tensor on = torch.zeros(new long[] {images.numel()}, images.options());
    on.index_fill_(0, flat.view(-1), new Scalar(1));
    long down = winners.size(1);
    long across = winners.size(2);
    Tensor cells =
        on.view(examples, height, width, channels)
            .narrow(1, 0, down * high)
            .narrow(2, 0, across * wide);
    mask = kept.keep(cells.reshape(examples, down, high, across, wide, channels));
  }

  /** Applies it to examples x channels x height x width, over square cells. */
  public static Forward images(Tensor input, long pool, Kept kept) {
    if (kept.isOnePass()) {
      return once(input, pool, pool, kept);
    }
    PoolingRule rule = new PoolingRule(input, pool, pool, kept);
    return LinearRule.of(rule.output, rule::take, rule::spread);
  }

  /** Applies it to examples x channels x time: images of height one. */
  public static Forward signals(Tensor input, long pool, Kept kept) {
    PoolingRule rule = new PoolingRule(input.unsqueeze(2), 1, pool, kept);
    return LinearRule.of(
        rule.output.squeeze(2),
        dx -> rule.take(dx.unsqueeze(2)).squeeze(2),
        delta -> rule.spread(delta.unsqueeze(2)).squeeze(2));
  }

  /** For one gradient libtorch's own scattering is faster than a mask that is made for it. */
  private static Forward once(Tensor images, long high, long wide, Kept kept) {
    Handle input = kept.keep(images.contiguous(MemoryFormat.ChannelsLast));
    long[] cell = {high, wide};
    long[] none = {0, 0};
    long[] next = {1, 1};
    var found = torch.max_pool2d_with_indices(input.get(), cell, cell, none, next, false);
    Handle places = kept.keep(found.get1());
    return LinearRule.of(
        found.get0(),
        dx -> {
          throw new IllegalStateException("pooling of one pass: expected no product after it");
        },
        delta ->
            torch.max_pool2d_with_indices_backward(
                delta.contiguous(MemoryFormat.ChannelsLast),
                input.get(),
                cell,
                cell,
                none,
                next,
                false,
                places.get()));
  }

  private Tensor take(Tensor images) {
    return pixels(images).view(-1).take(places.get()).permute(0, 3, 1, 2);
  }

  private Tensor spread(Tensor delta) {
    Tensor rows = pixels(delta);
    Tensor cell = mask.get();
    Tensor spread = rows.unsqueeze(3).unsqueeze(2).mul(cell);
    long down = rows.size(1) * cell.size(2);
    long across = rows.size(2) * cell.size(4);
    Tensor cells = spread.view(rows.size(0), down, across, rows.size(3));
    Tensor all =
        down == height && across == width
            ? cells
            : torch.constant_pad_nd(cells, 0, 0, 0, width - across, 0, height - down);
    return all.permute(0, 3, 1, 2);
  }

  /** Examples x height x width x channels, lying so; no copy where channels lie innermost. */
  private static Tensor pixels(Tensor images) {
    return images.permute(0, 2, 3, 1).contiguous();
  }
}
