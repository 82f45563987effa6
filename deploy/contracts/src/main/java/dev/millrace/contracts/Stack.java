package dev.millrace.contracts;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Where this process finds the suite's files and the running stack's addresses. */
final class Stack {
  private Stack() {}

  /** The folder of topics and schemas. */
  static Path schemas() throws ToolException {
    return folder("millrace.root").resolve("schemas");
  }

  /** An address of the running stack, for example of {@code kafka.bootstrap-servers}. */
  static String endpoint(String key) throws ToolException {
    Path file = folder("millrace.state").resolve("endpoints.properties");
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

  private static Path folder(String property) throws ToolException {
    String value = System.getProperty(property);
    if (value == null) {
      throw new ToolException("system property %s is not set".formatted(property));
    }
    return Path.of(value);
  }
}
