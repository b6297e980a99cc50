package org.sweetspot.format.table;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.sweetspot.format.NumberType;

/**
 * A column at the top of a Parquet file's schema, and how its cells become numbers or text.
 *
 * @param column what it is called and what its cells are
 * @param element what the file says of it
 */
record ParquetColumn(TableColumn column, SchemaElement element) {
  /** The columns; a column that has others below it, such as a list, is unreadable. */
  static List<ParquetColumn> of(List<SchemaElement> schema) {
    List<ParquetColumn> columns = new ArrayList<>();
    int at = 1;
    int left = schema.isEmpty() ? 0 : schema.get(0).getNum_children();
    for (; left > 0 && at < schema.size(); left--) {
      SchemaElement element = schema.get(at++);
      columns.add(new ParquetColumn(column(element), element));
      for (int below = Math.max(0, element.getNum_children()); below > 0 && at < schema.size(); ) {
        below += Math.max(0, schema.get(at++).getNum_children()) - 1;
      }
    }
    return columns;
  }

  private static TableColumn column(SchemaElement element) {
    String reason = "";
    if (element.getNum_children() > 0) {
      reason =
          element.isSetLogicalType() && element.getLogicalType().isSetLIST()
              ? "a list in each cell"
              : "other columns in each cell";
    } else if (element.getRepetition_type() == FieldRepetitionType.REPEATED) {
      reason = "a list in each cell";
    } else if (!element.isSetType()) {
      reason = "no type";
    }
    if (!reason.isEmpty()) {
      return new TableColumn(element.getName(), TableColumn.Kind.UNREADABLE, reason);
    }
    return typed(element);
  }

  private static TableColumn typed(SchemaElement element) {
    String type = element.getType().name().toLowerCase(Locale.ROOT);
    TableColumn.Kind kind =
        switch (element.getType()) {
          case BOOLEAN -> TableColumn.Kind.TRUTH;
          case FLOAT, DOUBLE -> TableColumn.Kind.NUMBER;
          case INT32, INT64 -> time(element).isEmpty() ? TableColumn.Kind.NUMBER : null;
          case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY ->
              text(element)
                  ? TableColumn.Kind.TEXT
                  : decimal(element) || half(element) ? TableColumn.Kind.NUMBER : null;
          case INT96 -> null;
        };
    if (kind == null) {
      String reason = time(element).isEmpty() ? "bytes (" + type + ")" : time(element);
      return new TableColumn(element.getName(), TableColumn.Kind.UNREADABLE, reason);
    }
    return new TableColumn(element.getName(), kind, type);
  }

  private static String time(SchemaElement element) {
    if (element.isSetConverted_type()) {
      return switch (element.getConverted_type()) {
        case DATE -> "a date";
        case TIME_MILLIS, TIME_MICROS -> "a time of day";
        case TIMESTAMP_MILLIS, TIMESTAMP_MICROS -> "a point in time";
        default -> "";
      };
    }
    LogicalType logical = element.isSetLogicalType() ? element.getLogicalType() : null;
    if (logical == null) {
      return element.getType() == org.apache.parquet.format.Type.INT96 ? "a point in time" : "";
    }
    return logical.isSetDATE()
        ? "a date"
        : logical.isSetTIME() ? "a time of day" : logical.isSetTIMESTAMP() ? "a point in time" : "";
  }

  private static boolean text(SchemaElement element) {
    if (element.isSetLogicalType()) {
      LogicalType logical = element.getLogicalType();
      return logical.isSetSTRING() || logical.isSetENUM();
    }
    return element.isSetConverted_type()
        && (element.getConverted_type() == ConvertedType.UTF8
            || element.getConverted_type() == ConvertedType.ENUM);
  }

  private static boolean decimal(SchemaElement element) {
    return element.isSetLogicalType()
        ? element.getLogicalType().isSetDECIMAL()
        : element.isSetConverted_type() && element.getConverted_type() == ConvertedType.DECIMAL;
  }

  private static boolean half(SchemaElement element) {
    return element.isSetLogicalType()
        && element.getLogicalType().isSetFLOAT16()
        && element.getType_length() == NumberType.F16.bytes();
  }

  private static boolean unsigned(SchemaElement element) {
    if (element.isSetLogicalType() && element.getLogicalType().isSetINTEGER()) {
      return !element.getLogicalType().getINTEGER().isIsSigned();
    }
    return element.isSetConverted_type() && element.getConverted_type().name().startsWith("UINT");
  }

  /** The type that the decoders need. */
  PrimitiveType primitive() {
    PrimitiveType.PrimitiveTypeName type =
        element.getType() == org.apache.parquet.format.Type.BYTE_ARRAY
            ? PrimitiveType.PrimitiveTypeName.BINARY
            : PrimitiveType.PrimitiveTypeName.valueOf(element.getType().name());
    return new PrimitiveType(
        element.getRepetition_type() == FieldRepetitionType.OPTIONAL
            ? Type.Repetition.OPTIONAL
            : Type.Repetition.REQUIRED,
        type,
        element.getType_length(),
        element.getName());
  }

  /** The number in a cell that is there. */
  double number(ColumnReader cell) {
    boolean unsigned = unsigned(element);
    return switch (element.getType()) {
      case BOOLEAN -> cell.getBoolean() ? 1 : 0;
      case FLOAT -> cell.getFloat();
      case DOUBLE -> cell.getDouble();
      case INT32 -> {
        int whole = cell.getInteger();
        yield scaled(unsigned ? Integer.toUnsignedLong(whole) : whole);
      }
      case INT64 -> {
        long whole = cell.getLong();
        yield unsigned && whole < 0 ? (whole >>> 1) * 2.0 : scaled(whole);
      }
      default -> {
        byte[] bytes = cell.getBinary().getBytes();
        yield half(element)
            ? NumberType.F16.get(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), 0)
            : bytes.length == 0
                ? Double.NaN
                : new BigDecimal(new BigInteger(bytes), element.getScale()).doubleValue();
      }
    };
  }

  private double scaled(long whole) {
    return decimal(element) ? BigDecimal.valueOf(whole, element.getScale()).doubleValue() : whole;
  }
}
