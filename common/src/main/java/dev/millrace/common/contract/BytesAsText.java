package dev.millrace.common.contract;

import java.util.List;
import java.util.Optional;
import org.apache.avro.Resolver;
import org.apache.avro.Resolver.Action;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/**
 * Finds fields that were written as bytes and are read as text. Avro lets them through and replaces
 * what is not UTF-8, behind the back of {@link LimitedDecoder}; then two ids could be read as one.
 */
final class BytesAsText {
  private BytesAsText() {}

  /** Path of the first such field, for example {@code source.topic}; empty if there is none. */
  static Optional<String> find(Schema writer, Schema reader, GenericData model) {
    return find("", Resolver.resolve(writer, reader, model));
  }

  private static Optional<String> find(String path, Action action) {
    return switch (action.type) {
      case PROMOTE ->
          action.writer.getType() == Schema.Type.BYTES
                  && action.reader.getType() == Schema.Type.STRING
              ? Optional.of(path)
              : Optional.empty();
      case RECORD -> findInFields(path, (Resolver.RecordAdjust) action);
      case CONTAINER -> find(path + "[]", ((Resolver.Container) action).elementAction);
      case READER_UNION -> find(path, ((Resolver.ReaderUnion) action).actualAction);
      case WRITER_UNION -> {
        for (Action branch : ((Resolver.WriterUnion) action).actions) {
          Optional<String> found = find(path, branch);
          if (found.isPresent()) {
            yield found;
          }
        }
        yield Optional.empty();
      }
      case DO_NOTHING, ERROR, ENUM, SKIP -> Optional.empty();
    };
  }

  private static Optional<String> findInFields(String path, Resolver.RecordAdjust record) {
    List<Schema.Field> fields = record.writer.getFields();
    for (int i = 0; i < fields.size(); i++) {
      String name = fields.get(i).name();
      Optional<String> found =
          find(path.isEmpty() ? name : path + "." + name, record.fieldActions[i]);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
