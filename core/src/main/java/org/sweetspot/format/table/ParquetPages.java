package org.sweetspot.format.table;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;
import org.sweetspot.format.FormatException;

/**
 * The pages of one column in one group of rows, each read when it is asked for. Every length is
 * checked against the column's bytes, and a page against its checksum where it has one.
 */
final class ParquetPages implements PageReader {
  private static final int LARGEST_PAGE = 1 << 28;

  private final String place;
  private final CompressionCodec codec;
  private final long values;
  private final ChunkBytes chunk;
  private final InputStream input;
  private @Nullable PageHeader ahead;
  private long read;

  /**
   * The pages.
   *
   * @param place what messages call the column
   * @param rows in the group: a flat column has a value for each
   */
  ParquetPages(String place, FileChannel channel, ColumnMetaData meta, long rows)
      throws IOException {
    this.place = place;
    this.codec = meta.getCodec();
    this.values = meta.getNum_values();
    ParquetCodec.require(place, codec);
    long from = meta.getData_page_offset();
    if (meta.isSetDictionary_page_offset() && meta.getDictionary_page_offset() > 0) {
      from = Math.min(from, meta.getDictionary_page_offset());
    }
    long length = meta.getTotal_compressed_size();
    if (values != rows || from < 4 || length < 0 || length > channel.size() - from) {
      throw new FormatException(
          place,
          rows + " values, at bytes that the file has",
          values + " values in " + length + " bytes from " + from,
          ParquetFooter.DAMAGED);
    }
    this.chunk = new ChunkBytes(channel, from, from + length);
    this.input = new BufferedInputStream(chunk, 1 << 13);
  }

  /** The bytes of the file from one position to another. */
  private static final class ChunkBytes extends InputStream {
    private final FileChannel channel;
    private final long to;
    private long at;

    ChunkBytes(FileChannel channel, long from, long to) {
      this.channel = channel;
      this.at = from;
      this.to = to;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 1 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int most = (int) Math.min(length, to - at);
      if (most <= 0) {
        return length == 0 ? 0 : -1;
      }
      int got = channel.read(ByteBuffer.wrap(target, offset, most), at);
      at += Math.max(0, got);
      return got;
    }

    long left() {
      return to - at;
    }
  }

  @Override
  public long getTotalValueCount() {
    return values;
  }

  // The decoders' interface knows no checked exceptions.

  @Override
  public @Nullable DictionaryPage readDictionaryPage() {
    try {
      return dictionary();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @Override
  public @Nullable DataPage readPage() {
    try {
      return page();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private @Nullable DictionaryPage dictionary() throws IOException {
    PageHeader header = header();
    if (header.getType() != PageType.DICTIONARY_PAGE) {
      ahead = header;
      return null;
    }
    int size = size(header);
    byte[] bytes = ParquetCodec.unpack(place, codec, bytes(header), size);
    int count = header.getDictionary_page_header().getNum_values();
    if (count < 0 || count > 8L * size) {
      throw wrong("at most " + size + " bytes of values in a dictionary", count + " values");
    }
    Encoding encoding = encoding(header.getDictionary_page_header().getEncoding());
    return new DictionaryPage(BytesInput.from(bytes), count, encoding);
  }

  private @Nullable DataPage page() throws IOException {
    while (read < values) {
      PageHeader header = ahead == null ? header() : ahead;
      ahead = null;
      if (header.getType() == PageType.DATA_PAGE || header.getType() == PageType.DATA_PAGE_V2) {
        DataPage page = data(header);
        read += page.getValueCount();
        if (page.getValueCount() < 0 || read > values) {
          throw wrong(values + " values", "more, or a negative number, in a page");
        }
        return page;
      }
      bytes(header); // An index, which is not needed.
    }
    return null;
  }

  private DataPage data(PageHeader header) throws IOException {
    int size = size(header);
    byte[] packed = bytes(header);
    Statistics<?> none = null; // Nothing asks for them, and the class needs a library of geometry.
    if (header.getType() == PageType.DATA_PAGE) {
      var v1 = header.getData_page_header();
      return new DataPageV1(
          BytesInput.from(ParquetCodec.unpack(place, codec, packed, size)),
          v1.getNum_values(),
          size,
          none,
          encoding(v1.getRepetition_level_encoding()),
          encoding(v1.getDefinition_level_encoding()),
          encoding(v1.getEncoding()));
    }
    DataPageHeaderV2 v2 = header.getData_page_header_v2();
    int repetition = v2.getRepetition_levels_byte_length();
    int definition = v2.getDefinition_levels_byte_length();
    long levels = (long) repetition + definition;
    if (repetition < 0 || definition < 0 || levels > packed.length || levels > size) {
      throw wrong("levels within a page of " + packed.length + " bytes", levels + " bytes");
    }
    byte[] rest = java.util.Arrays.copyOfRange(packed, (int) levels, packed.length);
    boolean compressed = !v2.isSetIs_compressed() || v2.isIs_compressed();
    CompressionCodec used = compressed && rest.length > 0 ? codec : CompressionCodec.UNCOMPRESSED;
    byte[] values = ParquetCodec.unpack(place, used, rest, size - (int) levels);
    return DataPageV2.uncompressed(
        v2.getNum_rows(),
        v2.getNum_nulls(),
        v2.getNum_values(),
        BytesInput.from(packed, 0, repetition),
        BytesInput.from(packed, repetition, definition),
        encoding(v2.getEncoding()),
        BytesInput.from(values),
        none);
  }

  private static Encoding encoding(org.apache.parquet.format.Encoding name) {
    return Encoding.valueOf(name.name());
  }

  private PageHeader header() throws IOException {
    PageHeader header = Util.readPageHeader(input);
    boolean complete =
        switch (header.getType()) {
          case DATA_PAGE -> header.isSetData_page_header();
          case DATA_PAGE_V2 -> header.isSetData_page_header_v2();
          case DICTIONARY_PAGE -> header.isSetDictionary_page_header();
          case INDEX_PAGE -> true;
        };
    if (!complete) {
      throw wrong("the header of a page", "one without its own part");
    }
    return header;
  }

  private int size(PageHeader header) throws FormatException {
    int size = header.getUncompressed_page_size();
    if (size < 0 || size > LARGEST_PAGE) {
      throw wrong("pages of at most " + LARGEST_PAGE + " bytes", size + " bytes");
    }
    return size;
  }

  private byte[] bytes(PageHeader header) throws IOException {
    int length = header.getCompressed_page_size();
    if (length < 0 || length > chunk.left() + input.available()) {
      throw wrong("a page within the column's bytes", length + " bytes");
    }
    byte[] bytes = input.readNBytes(length);
    if (bytes.length < length) {
      throw wrong(length + " bytes of a page", bytes.length + " bytes");
    }
    if (header.isSetCrc()) {
      CRC32 sum = new CRC32();
      sum.update(bytes);
      if ((int) sum.getValue() != header.getCrc()) {
        throw wrong("a page with the checksum in its header", "another checksum");
      }
    }
    return bytes;
  }

  private FormatException wrong(String expected, String got) {
    return new FormatException(place, expected, got, ParquetFooter.DAMAGED);
  }
}
