package dev.millrace.simulator;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;

/**
 * When labels follow their payments.
 *
 * @param afterPayment in event time; empty: there are no labels
 */
record LabelDelay(Optional<Duration> afterPayment) {
  LabelDelay {
    requireNonNull(afterPayment, "afterPayment");
  }

  /** Reads a duration, or {@code none}. */
  static final class Converter implements ITypeConverter<LabelDelay> {
    private static final String NONE = "none";

    @Override
    public LabelDelay convert(String text) {
      return new LabelDelay(
          text.equals(NONE)
              ? Optional.empty()
              : Optional.of(new DurationConverter().convert(text)));
    }
  }
}
