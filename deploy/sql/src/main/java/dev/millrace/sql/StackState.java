package dev.millrace.sql;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * The folder in which the local stack leaves its addresses and passwords.
 *
 * @param folder holds {@code endpoints.properties} and {@code secrets/}
 */
record StackState(Path folder) {
  StackState {
    requireNonNull(folder);
  }

  /** The folder named by the system property {@code millrace.state}. */
  static StackState ofThisProcess() throws ToolException {
    String folder = System.getProperty("millrace.state");
    if (folder == null) {
      throw new ToolException(
          "system property millrace.state is not set: it names the stack's state folder");
    }
    return new StackState(Path.of(folder));
  }

  /** An address of the stack, for example of {@code database.url}. */
  String endpoint(String key) throws ToolException {
    Path file = folder.resolve("endpoints.properties");
    Properties endpoints = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      endpoints.load(reader);
    } catch (IOException e) {
      throw new ToolException(
          "cannot read %s: is the stack up? scripts/up starts it".formatted(file), e);
    }
    String value = endpoints.getProperty(key);
    if (value == null || value.isBlank()) {
      throw new ToolException("%s has no %s: scripts/up writes it".formatted(file, key));
    }
    return value.strip();
  }

  Path secrets() {
    return folder.resolve("secrets");
  }
}
