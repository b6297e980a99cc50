package org.sweetspot.format.table;

import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.format.CompressionCodec;
import org.sweetspot.format.FormatException;

/** Unpacks the pages of Parquet files. */
final class ParquetCodec {
  private ParquetCodec() {}

  /** Refuses a packing that can't be unpacked here. */
  static void require(String place, CompressionCodec codec) throws FormatException {
    switch (codec) {
      case UNCOMPRESSED, SNAPPY, GZIP, ZSTD, LZ4_RAW -> {}
      case LZO, BROTLI, LZ4 ->
          throw new FormatException(
              place,
              "pages packed with snappy, gzip, zstd or lz4_raw, or not packed",
              codec.name().toLowerCase(java.util.Locale.ROOT),
              "write it with pandas' to_parquet(file, compression='zstd')");
    }
  }

  /**
   * Unpacks bytes into exactly so many.
   *
   * @throws FormatException if there are more or fewer, or they are damaged
   */
  static byte[] unpack(String place, CompressionCodec codec, byte[] packed, int size)
      throws IOException {
    if (codec == CompressionCodec.UNCOMPRESSED) {
      return checked(place, packed, packed.length, size);
    }
    byte[] bytes = new byte[size];
    try {
      if (codec == CompressionCodec.GZIP) {
        try (InputStream input = new GZIPInputStream(new ByteArrayInputStream(packed))) {
          int got = input.readNBytes(bytes, 0, size);
          return checked(place, bytes, input.read() < 0 ? got : size + 1, size);
        }
      }
      Decompressor decompressor =
          switch (codec) {
            case SNAPPY -> new SnappyDecompressor();
            case ZSTD -> new ZstdDecompressor();
            default -> new Lz4Decompressor();
          };
      int got = size == 0 ? 0 : decompressor.decompress(packed, 0, packed.length, bytes, 0, size);
      return checked(place, bytes, got, size);
    } catch (FormatException wrong) {
      throw wrong;
    } catch (IOException | RuntimeException broken) {
      throw new FormatException(
          place, "intact packed data", String.valueOf(broken.getMessage()), ParquetFooter.DAMAGED);
    }
  }

  private static byte[] checked(String place, byte[] bytes, int got, int size)
      throws FormatException {
    if (got != size) {
      throw new FormatException(
          place, size + " unpacked bytes", got > size ? "more" : "" + got, ParquetFooter.DAMAGED);
    }
    return bytes;
  }
}
