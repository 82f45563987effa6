package dev.millrace.tablewriter;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.common.delivery.Column;
import dev.millrace.common.delivery.PostgresSink;
import dev.millrace.common.delivery.SqlType;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * How records of a generated class become rows: one column for each field, under the field's name.
 *
 * <p>Texts and enums become text; int, long, double, boolean, bytes and timestamp-millis their SQL
 * types; lists of texts text[]; a nested record of plain values one column for each of its fields,
 * {@code <field>_<nested field>}; all else JSON, with bytes in Base64. A column of another logical
 * type, such as date or decimal, is refused: as the plain number below it, nobody could tell what
 * it counts.
 */
public final class AvroRow<T extends SpecificRecordBase> implements PostgresSink.RowMapping<T> {
  private static final long serialVersionUID = 1L;
  private static final JsonMapper JSON = new JsonMapper();

  private final Class<T> type;
  private transient List<Cell> cells;

  /**
   * A column, and the way to its value: a field of the record, or a field of the record in a field.
   */
  private record Cell(Column column, int field, int nested, boolean isNullable) {
    private static final int NOT_NESTED = -1;

    Object value(IndexedRecord record) {
      Object value = record.get(field);
      if (nested != NOT_NESTED && value != null) {
        value = ((IndexedRecord) value).get(nested);
      }
      return value == null ? null : sql(value);
    }

    private Object sql(Object value) {
      return switch (column.type()) {
        case TEXT -> value.toString();
        case BYTEA -> bytes((ByteBuffer) value);
        case JSONB -> json(value);
        default -> value;
      };
    }
  }

  public AvroRow(Class<T> type) {
    this.type = type;
  }

  /**
   * The columns, in the order of the values.
   *
   * @throws IllegalArgumentException naming the field whose logical type has no column type
   */
  public List<Column> columns() {
    return cells().stream().map(Cell::column).toList();
  }

  static List<Column> columnsOf(Schema schema) {
    return cells(schema).stream().map(Cell::column).toList();
  }

  /** Whether a record may leave a column empty. */
  boolean isNullable(String column) {
    return cells().stream()
        .anyMatch(cell -> cell.column().name().equals(column) && cell.isNullable());
  }

  @Override
  public Object[] apply(T record) {
    List<Cell> columns = cells();
    Object[] row = new Object[columns.size()];
    // A loop, not a stream: this runs for every record.
    for (int i = 0; i < row.length; i++) {
      row[i] = columns.get(i).value(record);
    }
    return row;
  }

  private List<Cell> cells() {
    if (cells == null) {
      cells = cells(SpecificData.get().getSchema(type));
    }
    return cells;
  }

  private static List<Cell> cells(Schema schema) {
    List<Cell> cells = new ArrayList<>();
    for (Schema.Field field : schema.getFields()) {
      Schema plain = withoutNull(field.schema());
      if (plain.getType() == Schema.Type.RECORD && isFlat(plain)) {
        plain.getFields().stream()
            .map(
                nested ->
                    new Cell(
                        column(field.name() + "_" + nested.name(), withoutNull(nested.schema())),
                        field.pos(),
                        nested.pos(),
                        isNullable(field) || isNullable(nested)))
            .forEach(cells::add);
      } else {
        cells.add(
            new Cell(column(field.name(), plain), field.pos(), Cell.NOT_NESTED, isNullable(field)));
      }
    }
    return cells;
  }

  private static boolean isFlat(Schema record) {
    return record.getFields().stream()
        .map(field -> sqlType(withoutNull(field.schema())))
        .noneMatch(type -> type == SqlType.JSONB || type == SqlType.TEXT_ARRAY);
  }

  private static Column column(String name, Schema schema) {
    LogicalType logical = schema.getLogicalType();
    if (logical != null && !hasColumnType(schema, logical)) {
      throw new IllegalArgumentException(
          "column %s must be timestamp-millis, uuid or of no logical type, is %s (%s)"
              .formatted(name, logical.getName(), schema.getType().getName()));
    }
    return new Column(name, sqlType(schema));
  }

  private static boolean hasColumnType(Schema schema, LogicalType logical) {
    return logical instanceof LogicalTypes.TimestampMillis
        || (logical instanceof LogicalTypes.Uuid && schema.getType() == Schema.Type.STRING);
  }

  private static SqlType sqlType(Schema schema) {
    LogicalType logical = schema.getLogicalType();
    return switch (schema.getType()) {
      case STRING, ENUM -> SqlType.TEXT;
      case INT -> SqlType.INTEGER;
      case LONG ->
          logical instanceof LogicalTypes.TimestampMillis ? SqlType.TIMESTAMPTZ : SqlType.BIGINT;
      case FLOAT, DOUBLE -> SqlType.DOUBLE;
      case BOOLEAN -> SqlType.BOOLEAN;
      case BYTES -> SqlType.BYTEA;
      case ARRAY ->
          schema.getElementType().getType() == Schema.Type.STRING
              ? SqlType.TEXT_ARRAY
              : SqlType.JSONB;
      default -> SqlType.JSONB;
    };
  }

  private static boolean isNullable(Schema.Field field) {
    return field.schema().isNullable();
  }

  /** The one type of a union with null; any other schema as it is. */
  private static Schema withoutNull(Schema schema) {
    if (!schema.isUnion()) {
      return schema;
    }
    List<Schema> others =
        schema.getTypes().stream().filter(option -> option.getType() != Schema.Type.NULL).toList();
    return others.size() == 1 ? others.get(0) : schema;
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static String json(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(value, json);
    } catch (IOException e) {
      throw new IllegalStateException("cannot happen: writing plain values into memory", e);
    }
    return text.toString();
  }

  /**
   * Writes an Avro value straight away: a tree of nodes in between would cost more than all else.
   */
  private static void write(Object value, JsonGenerator json) throws IOException {
    if (value instanceof IndexedRecord record) {
      json.writeStartObject();
      for (Schema.Field field : record.getSchema().getFields()) {
        json.writeFieldName(field.name());
        write(record.get(field.pos()), json);
      }
      json.writeEndObject();
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(entry.getKey().toString());
        write(entry.getValue(), json);
      }
      json.writeEndObject();
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        write(element, json);
      }
      json.writeEndArray();
    } else if (value instanceof ByteBuffer buffer) {
      json.writeBinary(bytes(buffer));
    } else if (value instanceof Number || value instanceof Boolean || value == null) {
      json.writePOJO(value);
    } else {
      json.writeString(value.toString());
    }
  }
}
