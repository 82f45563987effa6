package dev.millrace.sql;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Passwords, one per file.
 *
 * @param folder holds the files {@code owner}, {@code writer} and {@code analyst}
 */
record Secrets(Path folder) {
  Secrets {
    requireNonNull(folder);
  }

  /** The password in the file {@code name}. */
  String password(String name) {
    Path file = folder.resolve(name);
    String password;
    try {
      password = Files.readString(file).strip();
    } catch (IOException e) {
      throw new ToolException(
          "cannot read the password of %s from %s: scripts/up writes it".formatted(name, file), e);
    }
    if (password.isEmpty()) {
      throw new ToolException("%s is empty: it holds the password of %s".formatted(file, name));
    }
    return password;
  }
}
