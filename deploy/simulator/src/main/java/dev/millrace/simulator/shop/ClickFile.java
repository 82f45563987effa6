package dev.millrace.simulator.shop;

import dev.millrace.console.ToolException;
import dev.millrace.shop.Interaction;
import dev.millrace.shop.InteractionKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * A replay of clicks from files, in the order of their times. They happen when they are sent: the
 * order of the clicks is that of the files, the distances are not.
 */
public final class ClickFile implements Shoppers {
  private static final String DIGINETICA = "session_id,pos,item_id,split,synthetic_event_ms";
  private static final String SERENADE = "session_id,item_id,epoch_s";

  private record Click(String session, String item, long time) {}

  private final Iterator<Click> clicks;
  private final Map<String, Integer> lengths = new HashMap<>();

  private ClickFile(List<Click> clicks) {
    this.clicks = clicks.iterator();
  }

  /**
   * Reads files with the columns of Diginetica or Serenade, plain or gzip.
   *
   * @throws ToolException if a file cannot be read or is of neither form
   */
  public static ClickFile open(List<Path> files) {
    List<Click> clicks = new ArrayList<>();
    for (Path file : files) {
      read(file, "file-%d-".formatted(files.indexOf(file)), clicks);
    }
    clicks.sort(Comparator.comparingLong(Click::time));
    return new ClickFile(clicks);
  }

  @Override
  public Optional<Interaction> next(long now) {
    if (!clicks.hasNext()) {
      return Optional.empty();
    }
    Click click = clicks.next();
    int position = lengths.merge(click.session(), 1, Integer::sum) - 1;
    return Optional.of(
        Interaction.newBuilder()
            .setInteractionId("%s-%d".formatted(click.session(), position))
            .setSessionId(click.session())
            .setItemId(click.item())
            .setKind(InteractionKind.VIEW)
            .setEventTime(Instant.ofEpochMilli(now))
            .setPosition(position)
            .build());
  }

  private static void read(Path file, String prefix, List<Click> clicks) {
    try (BufferedReader lines = open(file)) {
      String header = lines.readLine();
      if (!DIGINETICA.equals(header) && !SERENADE.equals(header)) {
        throw new ToolException(
            "%s: first line must be %s or %s, got %s"
                .formatted(file, DIGINETICA, SERENADE, header));
      }
      String line;
      for (int number = 2; (line = lines.readLine()) != null; number++) {
        clicks.add(click(file, number, header, prefix, line));
      }
    } catch (IOException e) {
      throw new ToolException("--data %s cannot be read: %s".formatted(file, e), e);
    }
  }

  private static Click click(Path file, int number, String header, String prefix, String line) {
    String[] values = line.split(",", -1);
    try {
      return header.equals(DIGINETICA)
          ? new Click(prefix + values[3] + "-" + values[0], values[2], Long.parseLong(values[4]))
          : new Click(prefix + values[0], values[1], Long.parseLong(values[2]));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new ToolException(
          "%s, line %d: must be %s, got %s".formatted(file, number, header, line), e);
    }
  }

  private static BufferedReader open(Path file) throws IOException {
    InputStream bytes = Files.newInputStream(file);
    return new BufferedReader(
        new InputStreamReader(
            file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes,
            StandardCharsets.UTF_8));
  }
}
