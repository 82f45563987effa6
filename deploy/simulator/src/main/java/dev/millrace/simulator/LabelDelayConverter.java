package dev.millrace.simulator;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;

/** Reads when labels follow their payments: a duration, or {@code none}, which is empty. */
final class LabelDelayConverter implements ITypeConverter<Optional<Duration>> {
  private static final String NONE = "none";

  @Override
  public Optional<Duration> convert(String text) {
    return text.equals(NONE)
        ? Optional.empty()
        : Optional.of(new DurationConverter().convert(text));
  }
}
