package org.sweetspot.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The quantized blocks of GGUF as numbers, in single precision as ggml computes them, so that every
 * bit is the same: products of the scales with small whole numbers are exact, and one rounding
 * follows.
 *
 * <p>Source: {@code block_q4_0} and its like in ggml-common.h, {@code dequantize_row_*} in
 * ggml-quants.c.
 */
enum GgufBlocks {
  /** Four bits, a scale for each 32. */
  Q4_0(2, 32, 18) {
    @Override
    void decode(ByteBuffer block, double[] out, int at) {
      float d = half(block, 0);
      for (int j = 0; j < 16; j++) {
        int q = octet(block, 2 + j);
        out[at + j] = d * ((q & 15) - 8);
        out[at + j + 16] = d * ((q >> 4) - 8);
      }
    }
  },
  /** Four bits, a scale and a smallest value. */
  Q4_1(3, 32, 20) {
    @Override
    void decode(ByteBuffer block, double[] out, int at) {
      float d = half(block, 0);
      float m = half(block, 2);
      for (int j = 0; j < 16; j++) {
        int q = octet(block, 4 + j);
        out[at + j] = d * (q & 15) + m;
        out[at + j + 16] = d * (q >> 4) + m;
      }
    }
  },
  /** Five bits, a scale. */
  Q5_0(6, 32, 22) {
    @Override
    void decode(ByteBuffer block, double[] out, int at) {
      float d = half(block, 0);
      int high = block.getInt(2);
      for (int j = 0; j < 16; j++) {
        int q = octet(block, 6 + j);
        out[at + j] = d * (((q & 15) | (((high >>> j) << 4) & 16)) - 16);
        out[at + j + 16] = d * (((q >> 4) | (((high >>> (j + 16)) << 4) & 16)) - 16);
      }
    }
  },
  /** Five bits, a scale and a smallest value. */
  Q5_1(7, 32, 24) {
    @Override
    void decode(ByteBuffer block, double[] out, int at) {
      float d = half(block, 0);
      float m = half(block, 2);
      int high = block.getInt(4);
      for (int j = 0; j < 16; j++) {
        int q = octet(block, 8 + j);
        out[at + j] = d * ((q & 15) | (((high >>> j) << 4) & 16)) + m;
        out[at + j + 16] = d * ((q >> 4) | (((high >>> (j + 16)) << 4) & 16)) + m;
      }
    }
  },
  /** Eight bits, a scale. */
  Q8_0(8, 32, 34) {
    @Override
    void decode(ByteBuffer block, double[] out, int at) {
      float d = half(block, 0);
      for (int j = 0; j < 32; j++) {
        out[at + j] = d * block.get(2 + j);
      }
    }
  },
  /** Two bits; scales and smallest values of four bits for each 16. */
  Q2_K(10, 256, 84) {
    @Override
    void decode(ByteBuffer block, double[] out, int at) {
      float d = half(block, 80);
      float min = half(block, 82);
      for (int i = 0; i < 256; i++) {
        int scale = octet(block, i / 16);
        int q = (octet(block, 16 + i / 128 * 32 + i % 32) >> (i % 128 / 32 * 2)) & 3;
        out[at + i] = d * (scale & 15) * q - min * (scale >> 4);
      }
    }
  },
  /** Three bits; scales of six bits for each 16. */
  Q3_K(11, 256, 110) {
    @Override
    void decode(ByteBuffer block, double[] out, int at) {
      float d = half(block, 108);
      for (int i = 0; i < 256; i++) {
        int s = i / 16;
        int low = (octet(block, 96 + s % 8) >> (s / 8 * 4)) & 15;
        int scale = (low | (((octet(block, 104 + s % 4) >> (s / 4 * 2)) & 3) << 4)) - 32;
        int q = (octet(block, 32 + i / 128 * 32 + i % 32) >> (i % 128 / 32 * 2)) & 3;
        boolean high = ((octet(block, i % 32) >> (i / 32)) & 1) != 0;
        out[at + i] = d * scale * (q - (high ? 0 : 4));
      }
    }
  },
  /** Four bits; scales and smallest values of six bits for each 32. */
  Q4_K(12, 256, 144) {
    @Override
    void decode(ByteBuffer block, double[] out, int at) {
      float d = half(block, 0);
      float min = half(block, 2);
      for (int i = 0; i < 256; i++) {
        int q = (octet(block, 16 + i / 64 * 32 + i % 32) >> (i % 64 / 32 * 4)) & 15;
        out[at + i] = d * scale(block, i / 32) * q - min * smallest(block, i / 32);
      }
    }
  },
  /** Five bits; scales and smallest values of six bits for each 32. */
  Q5_K(13, 256, 176) {
    @Override
    void decode(ByteBuffer block, double[] out, int at) {
      float d = half(block, 0);
      float min = half(block, 2);
      for (int i = 0; i < 256; i++) {
        int low = (octet(block, 48 + i / 64 * 32 + i % 32) >> (i % 64 / 32 * 4)) & 15;
        int q = low | (((octet(block, 16 + i % 32) >> (i / 32)) & 1) << 4);
        out[at + i] = d * scale(block, i / 32) * q - min * smallest(block, i / 32);
      }
    }
  },
  /** Six bits; scales of eight bits for each 16. */
  Q6_K(14, 256, 210) {
    @Override
    void decode(ByteBuffer block, double[] out, int at) {
      float d = half(block, 208);
      for (int i = 0; i < 256; i++) {
        int part = i % 128 / 32;
        int low = (octet(block, i / 128 * 64 + part % 2 * 32 + i % 32) >> (part / 2 * 4)) & 15;
        int high = (octet(block, 128 + i / 128 * 32 + i % 32) >> (part * 2)) & 3;
        out[at + i] = d * block.get(192 + i / 16) * ((low | (high << 4)) - 32);
      }
    }
  },
  /** Four bits of a table that is denser near zero, a scale. */
  IQ4_NL(20, 32, 18) {
    @Override
    void decode(ByteBuffer block, double[] out, int at) {
      table(block, 2, TableRow.UNEVEN, half(block, 0), out, at);
    }
  },
  /** The same with scales of six bits for each 32. */
  IQ4_XS(23, 256, 136) {
    @Override
    void decode(ByteBuffer block, double[] out, int at) {
      float d = half(block, 0);
      int high = octet(block, 2) | octet(block, 3) << 8;
      for (int i = 0; i < 8; i++) {
        int low = (octet(block, 4 + i / 2) >> (i % 2 * 4)) & 15;
        int scale = low | ((high >> (2 * i)) & 3) << 4;
        table(block, 8 + 16 * i, TableRow.UNEVEN, d * (scale - 32), out, at + 32 * i);
      }
    }
  },
  /** E2M1 in twice its numbers, a power of two for each 32. */
  MXFP4(39, 32, 17) {
    @Override
    void decode(ByteBuffer block, double[] out, int at) {
      table(block, 1, TableRow.TWICE_E2M1, Math.scalb(1f, octet(block, 0) - 128), out, at);
    }
  };

  /** What codes of four bits stand for; apart, since an enum's constants come before its fields. */
  private static final class TableRow {
    static final int[] UNEVEN = {
      -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113
    };
    static final int[] TWICE_E2M1 = {0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};

    private TableRow() {}
  }

  private final int code;
  private final int entries;
  private final int bytes;

  GgufBlocks(int code, int entries, int bytes) {
    this.code = code;
    this.entries = entries;
    this.bytes = bytes;
  }

  /** The blocks with a number of ggml's for their type. */
  static Optional<GgufBlocks> of(int code) {
    for (GgufBlocks one : values()) {
      if (one.code == code) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  /** Numbers of a block. */
  int entries() {
    return entries;
  }

  /** Bytes of a block. */
  int bytes() {
    return bytes;
  }

  /**
   * The numbers of a block.
   *
   * @param block little-endian, from its byte 0 on
   * @param at where the first goes
   */
  abstract void decode(ByteBuffer block, double[] out, int at);

  /** 32 numbers of 16 bytes: the lower halves, then the upper ones. */
  private static void table(
      ByteBuffer block, int first, int[] numbers, float scale, double[] out, int at) {
    for (int j = 0; j < 16; j++) {
      int q = octet(block, first + j);
      out[at + j] = scale * numbers[q & 15];
      out[at + j + 16] = scale * numbers[q >> 4];
    }
  }

  private static int octet(ByteBuffer block, int at) {
    return block.get(at) & 0xff;
  }

  private static float half(ByteBuffer block, int at) {
    return (float) NumberType.F16.get(block.order(ByteOrder.LITTLE_ENDIAN), at);
  }

  /** The j-th of eight scales of six bits, which begin at byte 4: get_scale_min_k4. */
  private static int scale(ByteBuffer block, int j) {
    return j < 4
        ? octet(block, 4 + j) & 63
        : (octet(block, 8 + j) & 15) | ((octet(block, j) >> 6) << 4);
  }

  private static int smallest(ByteBuffer block, int j) {
    return j < 4
        ? octet(block, 8 + j) & 63
        : (octet(block, 8 + j) >> 4) | ((octet(block, 4 + j) >> 6) << 4);
  }
}
