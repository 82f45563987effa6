package dev.millrace.common.contract;

import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.formats.avro.typeutils.AvroSerializer;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;

/**
 * Flink's type of a generated record. Use it wherever a stream or state holds one: beside what
 * {@link AvroTypeInfo} does, it makes Avro trust the suite's classes in every task that it travels
 * to.
 *
 * @param <T> the generated record class
 */
public final class RecordType<T extends SpecificRecordBase> extends AvroTypeInfo<T> {
  private static final long serialVersionUID = 1L;

  static {
    TrustedRecords.trust();
  }

  public RecordType(Class<T> type) {
    super(type);
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return new Serializer<>(getTypeClass());
  }

  /** Travels to tasks without its type. */
  private static final class Serializer<T> extends AvroSerializer<T> {
    private static final long serialVersionUID = 1L;

    static {
      TrustedRecords.trust();
    }

    Serializer(Class<T> type) {
      super(type);
    }
  }
}
