package dev.millrace.local;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An amount of memory in whole mebibytes, at least one. */
record Size(int mebibytes) {
  private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,5})([mMgG])");

  /** Reads {@code 512m} or {@code 2g}; empty if the text is anything else. */
  static Optional<Size> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int number = Integer.parseInt(matcher.group(1));
    return Optional.of(new Size(matcher.group(2).equalsIgnoreCase("g") ? number * 1024 : number));
  }

  Size plus(int moreMebibytes) {
    return new Size(mebibytes + moreMebibytes);
  }

  @Override
  public String toString() {
    return mebibytes + "m";
  }
}
