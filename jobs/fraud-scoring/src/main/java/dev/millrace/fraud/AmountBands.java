package dev.millrace.fraud;

import dev.millrace.fraud.domain.OutcomeThresholds;
import dev.millrace.fraud.domain.OutcomeThresholds.Band;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Thresholds by amount as an option has them: {@code 10000:0.4/0.8,50000:0.2/0.6}. */
final class AmountBands {
  private static final Pattern BAND =
      Pattern.compile("\\s*([1-9][0-9]{0,17}):([0-9.]{1,20})/([0-9.]{1,20})\\s*");

  private AmountBands() {}

  static boolean valid(String text) {
    try {
      return !OutcomeThresholds.same(0, 1).and(of(text)).bands().isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * The bands in a text.
   *
   * @throws IllegalArgumentException if it does not have the form
   */
  static List<Band> of(String text) {
    return Arrays.stream(text.split(",", -1)).map(AmountBands::band).toList();
  }

  private static Band band(String text) {
    Matcher matcher = BAND.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not from:review/decline: " + text);
    }
    return new Band(
        Long.parseLong(matcher.group(1)),
        Double.parseDouble(matcher.group(2)),
        Double.parseDouble(matcher.group(3)));
  }
}
