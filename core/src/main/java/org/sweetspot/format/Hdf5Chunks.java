package org.sweetspot.format;

import io.jhdf.AbstractNode;
import io.jhdf.HdfFile;
import io.jhdf.ObjectHeader;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.dataset.chunked.Chunk;
import io.jhdf.dataset.chunked.ChunkOffset;
import io.jhdf.dataset.chunked.ChunkedDatasetV3;
import io.jhdf.dataset.chunked.ChunkedDatasetV4;
import io.jhdf.filter.FilterManager;
import io.jhdf.object.message.FilterPipelineMessage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Data sets with chunks that were written without some of the filters, as where packing would have
 * made them larger. The library applies all filters to all chunks, which gives wrong numbers or
 * none for those.
 */
final class Hdf5Chunks {
  private final ChunkedDataset data;
  private final ObjectHeader header;
  private final Collection<Chunk> chunks;

  Hdf5Chunks(HdfFile file, ChunkedDataset data) {
    this.data = data;
    header = ((AbstractNode) data).getHeader();
    chunks =
        data instanceof ChunkedDatasetV3
            ? new Older(file, data, header).all().values()
            : new Newer(file, data, header).all().values();
  }

  /** Whether any chunk says that filters were left out for it. */
  boolean haveMasks() {
    return chunks.stream().anyMatch(chunk -> !chunk.getFilterMask().isEmpty());
  }

  /**
   * All numbers, chunk by chunk, each with its own filters; those of chunks that were never written
   * are zero.
   *
   * @param target takes them, the last axis fastest
   * @throws IllegalArgumentException if a chunk has another size than its shape says
   */
  void read(NumberType type, ByteOrder order, double[] target) {
    int[] shape = data.getDimensions();
    int[] sides = data.getChunkDimensions();
    int entries = Arrays.stream(sides).reduce(1, Math::multiplyExact);
    for (Chunk chunk : chunks) {
      long[] from = chunk.getChunkOffset();
      int[] start = Arrays.stream(from).limit(shape.length).mapToInt(Math::toIntExact).toArray();
      ByteBuffer raw = data.getRawChunkBuffer(start);
      byte[] bytes = new byte[raw.remaining()];
      raw.get(bytes);
      ByteBuffer numbers = ByteBuffer.wrap(decoded(chunk, bytes)).order(order);
      if (numbers.remaining() != Math.multiplyExact(entries, type.bytes())) {
        throw new IllegalArgumentException(
            "a chunk: expected "
                + entries
                + " numbers of "
                + type.bytes()
                + " bytes, got "
                + numbers.remaining()
                + " bytes");
      }
      copy(numbers, type, start, sides, shape, target);
    }
  }

  private byte[] decoded(Chunk chunk, byte[] bytes) {
    List<FilterPipelineMessage.FilterInfo> used = new ArrayList<>();
    List<FilterPipelineMessage.FilterInfo> all =
        header.getMessageOfType(FilterPipelineMessage.class).getFilters();
    for (int i = 0; i < all.size(); i++) {
      if (!chunk.getFilterMask().get(i)) {
        used.add(all.get(i));
      }
    }
    return used.isEmpty() ? bytes : FilterManager.getPipeline(used).decode(bytes);
  }

  /** The part of a chunk that lies within the data set. */
  private static void copy(
      ByteBuffer numbers, NumberType type, int[] start, int[] sides, int[] shape, double[] target) {
    int axes = shape.length;
    int[] index = new int[axes];
    int entries = numbers.remaining() / type.bytes();
    for (int i = 0; i < entries; i++) {
      int at = 0;
      boolean inside = true;
      for (int axis = 0; axis < axes; axis++) {
        int place = start[axis] + index[axis];
        inside &= place < shape[axis];
        at = at * shape[axis] + place;
      }
      if (inside) {
        target[at] = type.get(numbers, i * type.bytes());
      }
      for (int axis = axes - 1; axis >= 0; axis--) {
        if (++index[axis] < sides[axis]) {
          break;
        }
        index[axis] = 0;
      }
    }
  }

  /** Opens what the library keeps for subclasses. */
  private static final class Older extends ChunkedDatasetV3 {
    Older(HdfFile file, ChunkedDataset data, ObjectHeader header) {
      super(
          file.getHdfBackingStorage(), data.getAddress(), data.getName(), data.getParent(), header);
    }

    Map<ChunkOffset, Chunk> all() {
      return getChunkLookup();
    }
  }

  /** The same for the layouts of newer files. */
  private static final class Newer extends ChunkedDatasetV4 {
    Newer(HdfFile file, ChunkedDataset data, ObjectHeader header) {
      super(
          file.getHdfBackingStorage(), data.getAddress(), data.getName(), data.getParent(), header);
    }

    Map<ChunkOffset, Chunk> all() {
      return getChunkLookup();
    }
  }
}
