package dev.millrace.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the parts of the stack answer. Every other tool reads these from {@code
 * endpoints.properties}.
 */
record Endpoints(String kafka, String schemaRegistry, String database, List<String> flinks) {
  Endpoints {
    flinks = List.copyOf(flinks);
  }

  static Endpoints of(Settings settings) {
    return new Endpoints(
        "127.0.0.1:" + settings.port("kafka.port"),
        "http://127.0.0.1:%d/apis/ccompat/v7".formatted(settings.port("schema-registry.port")),
        "jdbc:postgresql://127.0.0.1:%d/millrace".formatted(settings.port("database.port")),
        HighAvailability.of(settings).restSettings().stream()
            .map(setting -> "http://127.0.0.1:" + settings.port(setting))
            .toList());
  }

  /** The first JobManager's address; {@link #flinks} are all, whichever leads. */
  String flink() {
    return flinks.get(0);
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
        # All JobManagers: each that runs answers for the one that leads.
        flink.rest.urls=%s
        """
            .formatted(kafka, schemaRegistry, database, flink(), String.join(",", flinks));
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
