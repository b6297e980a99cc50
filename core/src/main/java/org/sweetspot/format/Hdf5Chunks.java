package org.sweetspot.format;

import io.jhdf.AbstractNode;
import io.jhdf.HdfFile;
import io.jhdf.ObjectHeader;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.dataset.chunked.Chunk;
import io.jhdf.dataset.chunked.ChunkOffset;
import io.jhdf.dataset.chunked.ChunkedDatasetV3;
import io.jhdf.dataset.chunked.ChunkedDatasetV4;
import java.util.Collection;
import java.util.Map;

/**
 * Which chunks of a data set were written without some of its filters. The library applies all
 * filters to all chunks, which gives wrong numbers for those.
 */
final class Hdf5Chunks {
  private Hdf5Chunks() {}

  /** Whether any chunk says that filters were left out for it. */
  static boolean haveMasks(HdfFile file, ChunkedDataset data) {
    return chunks(file, data).stream().anyMatch(chunk -> !chunk.getFilterMask().isEmpty());
  }

  private static Collection<Chunk> chunks(HdfFile file, ChunkedDataset data) {
    ObjectHeader header = ((AbstractNode) data).getHeader();
    return data instanceof ChunkedDatasetV3
        ? new Older(file, data, header).all().values()
        : new Newer(file, data, header).all().values();
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
