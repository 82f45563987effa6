package dev.millrace.supplydesk;

import dev.millrace.console.ToolException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Tables of text with a header, plain or gzip; values may stand in double quotes. */
final class Csv {
  private Csv() {}

  /** The first line of a file. */
  static List<String> header(Path file) {
    try (BufferedReader lines = open(file)) {
      String first = lines.readLine();
      return first == null ? List.of() : values(first);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** All lines after the first; empty ones are skipped. */
  static List<List<String>> rows(Path file) {
    try (BufferedReader lines = open(file)) {
      lines.readLine();
      List<List<String>> rows = new ArrayList<>();
      String line;
      while ((line = lines.readLine()) != null) {
        if (!line.isEmpty()) {
          rows.add(values(line));
        }
      }
      return rows;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  static List<String> values(String line) {
    List<String> values = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char letter = line.charAt(i);
      if (letter == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        value.append('"');
        i++;
      } else if (letter == '"') {
        quoted = !quoted;
      } else if (letter == ',' && !quoted) {
        values.add(value.toString());
        value.setLength(0);
      } else {
        value.append(letter);
      }
    }
    values.add(value.toString());
    return values;
  }

  private static ToolException unreadable(Path file, IOException cause) {
    return new ToolException("cannot read %s: %s".formatted(file, cause.getMessage()), cause);
  }

  private static BufferedReader open(Path file) throws IOException {
    InputStream bytes = Files.newInputStream(file);
    return new BufferedReader(
        new InputStreamReader(
            file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes,
            StandardCharsets.UTF_8));
  }
}
