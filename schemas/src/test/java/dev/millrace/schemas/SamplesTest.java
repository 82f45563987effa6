package dev.millrace.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every released version has a sample, and every version of the record reads it. */
class SamplesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @MethodSource("dev.millrace.schemas.SchemaFiles#schemas")
  void theSampleSurvivesBinaryAndBack(String file) throws IOException {
    Schema schema = schema(file);
    String sample = SchemaFiles.text(SchemaFiles.sampleOf(file));

    GenericRecord read = fromBinary(toBinary(fromJson(sample, schema)), schema, schema);

    assertThat(JSON.readTree(toJson(read))).isEqualTo(JSON.readTree(sample));
  }

  @ParameterizedTest
  @MethodSource("dev.millrace.schemas.SchemaFiles#schemas")
  void everyOtherVersionReadsTheSample(String file) throws IOException {
    Schema writer = schema(file);
    byte[] bytes = toBinary(fromJson(SchemaFiles.text(SchemaFiles.sampleOf(file)), writer));

    for (String other : versionsOfSameRecord(file)) {
      Schema reader = schema(other);
      GenericRecord read = fromBinary(bytes, writer, reader);
      assertThat(reader.getFields())
          .as("%s as read by %s", file, other)
          .allSatisfy(field -> assertThat(read.hasField(field.name())).isTrue());
      toBinary(read);
    }
  }

  private static List<String> versionsOfSameRecord(String file) {
    String folder = file.substring(0, file.indexOf('/') + 1);
    return SchemaFiles.schemas().stream().filter(name -> name.startsWith(folder)).toList();
  }

  private static Schema schema(String file) {
    return new Schema.Parser().parse(SchemaFiles.text(file));
  }

  private static GenericRecord fromJson(String json, Schema schema) throws IOException {
    return new GenericDatumReader<GenericRecord>(schema)
        .read(null, DecoderFactory.get().jsonDecoder(schema, json));
  }

  private static String toJson(GenericRecord record) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    JsonEncoder encoder = EncoderFactory.get().jsonEncoder(record.getSchema(), bytes);
    new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
    encoder.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static byte[] toBinary(GenericRecord record) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  private static GenericRecord fromBinary(byte[] bytes, Schema writer, Schema reader)
      throws IOException {
    return new GenericDatumReader<GenericRecord>(writer, reader)
        .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
  }
}
