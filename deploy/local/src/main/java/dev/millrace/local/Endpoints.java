package dev.millrace.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the parts of the stack answer. Every other tool reads these from {@code
 * endpoints.properties}.
 */
record Endpoints(String kafka, String schemaRegistry, String database, String flink) {
  static Endpoints of(Settings settings) {
    return new Endpoints(
        "127.0.0.1:" + settings.port("kafka.port"),
        "http://127.0.0.1:%d/apis/ccompat/v7".formatted(settings.port("schema-registry.port")),
        "jdbc:postgresql://127.0.0.1:%d/millrace".formatted(settings.port("database.port")),
        "http://127.0.0.1:" + settings.port("flink.rest-port"));
  }

  /** Puts the file in place in one step: who reads it sees all or nothing. */
  void write(Path file) {
    String text =
        """
        # Written by scripts/up when all is ready.
        kafka.bootstrap-servers=%s
        schema-registry.url=%s
        database.url=%s
        flink.rest.url=%s
        """
            .formatted(kafka, schemaRegistry, database, flink);
    try {
      Path next = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(next, text);
      Files.move(
          next,
          file,
          java.nio.file.StandardCopyOption.ATOMIC_MOVE,
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
