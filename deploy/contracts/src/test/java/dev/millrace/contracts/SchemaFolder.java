package dev.millrace.contracts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of one topic, {@code shop.events}, and of versions of its record that a test writes. */
final class SchemaFolder {
  private final Path folder;

  SchemaFolder(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectory(folder.resolve("shop-event"));
    Files.writeString(
        folder.resolve("topics.yaml"),
        """
        topics:
          shop.events: {record: shop-event, key: session id, partitions: 1, retention: 7d}
        """);
    write("v1.avsc", event(""));
  }

  Path path() {
    return folder;
  }

  void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve("shop-event").resolve(file), text);
  }

  /** A schema with a field {@code id} and more fields, each behind a comma. */
  static String event(String moreFields) {
    return """
    {"type": "record", "name": "ShopEvent", "namespace": "dev.millrace.shop", "doc": "An event.", "fields": [
      {"name": "id", "type": "string", "doc": "Id."}%s]}
    """
        .formatted(moreFields);
  }

  static String note(String more) {
    return ", {\"name\": \"note\", \"type\": \"string\", \"doc\": \"Note.\"%s}".formatted(more);
  }
}
