package dev.millrace.common.quality;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/**
 * Finds payment card numbers, so that none is kept or shown: 12 to 19 digits, single spaces or
 * hyphens between them allowed, of which the last is the check digit of the others.
 *
 * @see <a href="https://www.iso.org/standard/70484.html">ISO/IEC 7812-1, annex B: the Luhn formula
 *     and the length of a number</a>
 */
public final class CardNumbers {
  private static final int SHORTEST = 12;
  private static final int LONGEST = 19;
  private static final int SHOWN_DIGITS = 4;
  private static final byte MASK = '*';

  /**
   * In text of unknown meaning a number is taken for a card's only from this length on, and if an
   * issuer's number may begin so; one in ten numbers has a right check digit by chance.
   */
  private static final int SHORTEST_FOUND = 13;

  private static final byte FIRST_ISSUER = '2';
  private static final byte LAST_ISSUER = '6';

  private CardNumbers() {}

  /** Whether the whole text is a card number. */
  public static boolean isCardNumber(CharSequence text) {
    int digits = 0;
    boolean separated = true;
    byte[] number = new byte[LONGEST];
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        if (digits == LONGEST) {
          return false;
        }
        number[digits++] = (byte) c;
        separated = false;
      } else if (isSeparator(c) && !separated) {
        separated = true;
      } else {
        return false;
      }
    }
    return !separated && digits >= SHORTEST && hasCheckDigit(number, 0, digits);
  }

  /**
   * The bytes with all but the last four digits of every card number masked, whatever is around it;
   * the same array if there is none.
   */
  public static byte[] masked(byte[] bytes) {
    byte[] masked = bytes;
    int at = 0;
    while (at < bytes.length) {
      if (!isDigit(bytes[at])) {
        at++;
        continue;
      }
      int end = numberFrom(bytes, at);
      if (end < 0) {
        // Not a number from here: on behind the digits that belong together.
        while (at < bytes.length && isDigit(bytes[at])) {
          at++;
        }
        continue;
      }
      masked = masked == bytes ? bytes.clone() : masked;
      mask(masked, at, end);
      at = end;
    }
    return masked;
  }

  /** The text with all but the last four digits of every card number masked. */
  public static String masked(String text) {
    // One byte for each char: digits stay what they are, and what is above a byte is no digit.
    byte[] bytes = new byte[text.length()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = text.charAt(i) < 128 ? (byte) text.charAt(i) : 0;
    }
    byte[] masked = masked(bytes);
    if (masked == bytes) {
      return text;
    }
    StringBuilder result = new StringBuilder(text);
    for (int i = 0; i < masked.length; i++) {
      if (masked[i] == MASK) {
        result.setCharAt(i, (char) MASK);
      }
    }
    return result.toString();
  }

  /**
   * The bytes with all but the last four digits of one certain text masked wherever it occurs; the
   * same array if it does not.
   *
   * @param secret what is masked, as the bytes hold it
   */
  static byte[] masked(byte[] bytes, byte[] secret) {
    byte[] masked = bytes;
    for (int at = 0; secret.length > 0 && at + secret.length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + secret.length, secret, 0, secret.length)) {
        masked = masked == bytes ? bytes.clone() : masked;
        mask(masked, at, at + secret.length);
        at += secret.length - 1;
      }
    }
    return masked;
  }

  /** A card number with all but its last four digits masked. */
  static String maskedNumber(String number) {
    byte[] bytes = number.getBytes(ISO_8859_1);
    mask(bytes, 0, bytes.length);
    return new String(bytes, ISO_8859_1);
  }

  /**
   * Where a card number that begins at {@code from} ends, or -1. The digits may have one more
   * before or behind them: in Avro's encoding the length of a text stands before it, and may look
   * like one.
   */
  private static int numberFrom(byte[] bytes, int from) {
    byte[] number = new byte[LONGEST + 2];
    int digits = 0;
    int found = -1;
    for (int at = from; at < bytes.length; at++) {
      if (isDigit(bytes[at])) {
        if (digits == number.length) {
          return found;
        }
        number[digits++] = bytes[at];
        if (at + 1 == bytes.length || !isDigit(bytes[at + 1])) {
          found = looksLikeNumber(number, digits) ? at + 1 : found;
        }
      } else if (!isSeparator((char) bytes[at]) || !isDigit(bytes[at - 1])) {
        return found;
      }
    }
    return found;
  }

  private static boolean looksLikeNumber(byte[] number, int digits) {
    return isIssued(number, 0, digits)
        || isIssued(number, 1, digits)
        || isIssued(number, 0, digits - 1)
        || isIssued(number, 1, digits - 1);
  }

  private static boolean isIssued(byte[] number, int from, int to) {
    return to - from >= SHORTEST_FOUND
        && to - from <= LONGEST
        && number[from] >= FIRST_ISSUER
        && number[from] <= LAST_ISSUER
        && hasCheckDigit(number, from, to);
  }

  /** The Luhn formula: every second digit from the right doubled, the sum of all digits is 0. */
  private static boolean hasCheckDigit(byte[] number, int from, int to) {
    int sum = 0;
    for (int i = to - 1; i >= from; i--) {
      int digit = number[i] - '0';
      int weighted = (to - 1 - i) % 2 == 0 ? digit : 2 * digit;
      sum += weighted > 9 ? weighted - 9 : weighted;
    }
    return sum % 10 == 0;
  }

  private static void mask(byte[] bytes, int from, int to) {
    int digits = 0;
    for (int i = to - 1; i >= from; i--) {
      if (isDigit(bytes[i]) && ++digits > SHOWN_DIGITS) {
        bytes[i] = MASK;
      }
    }
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean isSeparator(char c) {
    return c == ' ' || c == '-';
  }
}
