package dev.millrace.common.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.job.Option;
import dev.millrace.common.job.OptionsTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** The table of options in a module's README, between two markers. */
public final class ReadmeOptions {
  private static final String START = "<!-- options -->\n";
  private static final String END = "<!-- /options -->";

  private ReadmeOptions() {}

  /**
   * Fails if the README of the module under test does not hold just this table; the message shows
   * the one that belongs there.
   */
  public static void assertUpToDate(Collection<Option<?>> options) {
    Path readme = Path.of("README.md");
    String text;
    try {
      text = Files.readString(readme);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(text).as("markers in %s", readme.toAbsolutePath()).contains(START).contains(END);
    String table = text.substring(text.indexOf(START) + START.length(), text.indexOf(END));
    assertThat(table.strip())
        .as("options in %s", readme.toAbsolutePath())
        .isEqualTo(OptionsTable.markdown(options).strip());
  }
}
