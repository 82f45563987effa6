package dev.millrace.simulator.epcis;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words of GS1's vocabularies, however they are written: bare ({@code in_transit}), as URN ({@code
 * urn:epcglobal:cbv:disp:in_transit}), as CURIE ({@code cbv:Disp-in_transit}) or as web address.
 */
final class Vocabulary {
  private static final Pattern WORD =
      Pattern.compile(
          "(?:urn:epcglobal:cbv:[a-z]+:|(?:cbv:|gs1:|https?://(?:ref\\.)?gs1\\.org/(?:cbv|voc)/)(?:BizStep-|Disp-|BTT-)?)?(?<word>[A-Za-z0-9_]+)");

  private Vocabulary() {}

  /** The bare word; the text itself if it is of another vocabulary. */
  static String word(String text) {
    Matcher matcher = WORD.matcher(text);
    return matcher.matches() ? matcher.group("word") : text;
  }

  /** The constant for a word; empty if there is none. */
  static <E extends Enum<E>> Optional<E> constant(Class<E> type, String text) {
    String name = word(text).toUpperCase(Locale.ROOT);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(name)) {
        return Optional.of(constant);
      }
    }
    return Optional.empty();
  }
}
