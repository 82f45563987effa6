package dev.millrace.local;

import java.nio.file.Files;
import java.nio.file.Path;

/** What the build leaves behind. */
final class Built {
  private Built() {}

  static void require(Path path, Folders folders) {
    if (!Files.exists(path)) {
      throw new StackException(
          "%s is missing; build with: mvn package -DskipTests".formatted(folders.shown(path)));
    }
  }
}
