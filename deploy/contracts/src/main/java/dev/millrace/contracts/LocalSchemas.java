package dev.millrace.contracts;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.common.contract.EvolutionRules;
import dev.millrace.common.contract.EvolutionRules.Breach;
import dev.millrace.common.contract.EvolutionRules.Version;
import dev.millrace.console.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/** The schema versions in a folder, {@code RECORD/vN.avsc}, and what is wrong with them. */
final class LocalSchemas {
  private static final Pattern FILE = Pattern.compile("v([1-9]\\d{0,5})\\.avsc");

  private final Map<String, List<Version>> versions = new TreeMap<>();
  private final List<Breach> breaches = new ArrayList<>();

  private LocalSchemas() {}

  /** Reads and checks all of {@code folder}. */
  static LocalSchemas in(Path folder) {
    LocalSchemas schemas = new LocalSchemas();
    for (Path record : recordsIn(folder)) {
      schemas.read(record);
    }
    if (schemas.versions.isEmpty() && schemas.breaches.isEmpty()) {
      throw new ToolException("%s holds no RECORD/vN.avsc".formatted(folder));
    }
    List<Version> newest = new ArrayList<>();
    for (List<Version> of : schemas.versions.values()) {
      schemas.breaches.addAll(EvolutionRules.check(of));
      newest.add(of.get(of.size() - 1));
    }
    schemas.breaches.addAll(EvolutionRules.checkSharedTypes(newest));
    return schemas;
  }

  /** The versions of a record, oldest first; empty if there is none that can be read. */
  List<Version> versionsOf(String record) {
    return List.copyOf(versions.getOrDefault(requireNonNull(record), List.of()));
  }

  /** How many records there are. */
  int records() {
    return versions.size();
  }

  /** How many versions there are of all records together. */
  int size() {
    return versions.values().stream().mapToInt(List::size).sum();
  }

  /** The rules broken, by record and version; empty if all hold. */
  List<Breach> breaches() {
    return List.copyOf(breaches);
  }

  private static List<Path> recordsIn(Path folder) {
    List<Path> records = new ArrayList<>();
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.sorted().toList()) {
        if (Files.isDirectory(entry) && holdsSchemas(entry)) {
          records.add(entry);
        }
      }
    } catch (IOException e) {
      throw new ToolException("cannot read the folder %s".formatted(folder), e);
    }
    return records;
  }

  private static boolean holdsSchemas(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.toString().endsWith(".avsc"));
    }
  }

  private void read(Path folder) {
    String record = folder.getFileName().toString();
    Map<Integer, Version> found = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".avsc")).sorted().toList()) {
        read(record, file, found);
      }
    } catch (IOException e) {
      throw new ToolException("cannot read the folder %s".formatted(folder), e);
    }
    int expected = 1;
    for (int number : found.keySet()) {
      if (number != expected) {
        breaches.add(
            new Breach(
                record, "v" + expected, "", "is missing: versions are numbered without a gap"));
      }
      expected = number + 1;
    }
    if (!found.isEmpty()) {
      versions.put(record, List.copyOf(found.values()));
    }
  }

  private void read(String record, Path file, Map<Integer, Version> found) throws IOException {
    String fileName = file.getFileName().toString();
    Matcher name = FILE.matcher(fileName);
    if (!name.matches()) {
      breaches.add(new Breach(record, fileName, "", "a version's file is named vN.avsc"));
      return;
    }
    int number = Integer.parseInt(name.group(1));
    try {
      Schema schema = new Schema.Parser().parse(Files.readString(file));
      found.put(number, new Version(record, number, schema));
    } catch (SchemaParseException e) {
      breaches.add(new Breach(record, "v" + number, "", "is not an Avro schema: " + reason(e)));
    }
  }

  /** The parser's words without the pages it adds for developers. */
  private static String reason(SchemaParseException error) {
    String message =
        error.getCause() instanceof JsonProcessingException json
            ? json.getOriginalMessage()
            : error.getMessage();
    return message.lines().findFirst().orElse("no reason given");
  }
}
