package dev.millrace.recommendations;

import dev.millrace.recommendations.domain.RankingSettings;
import dev.millrace.recommendations.domain.Variant;
import dev.millrace.recommendations.domain.Variants;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The variants of an experiment as text: {@code baseline 9; bold 1 exploration-share=0.1 window=4}.
 * Each has a name, a share, and the settings in which it differs.
 */
final class VariantsText {
  static final String RULE =
      "variants separated by ;, each a name, a share from 1, and key=value, no key twice, of window,"
          + " position-decay, popularity-exponent, seen (keep or drop, true or false mean the same),"
          + " max-per-category, max-per-brand or exploration-share";

  private static final int MOST_SHARE = 1_000_000;

  private VariantsText() {}

  static boolean isValid(String text) {
    try {
      parse(text, RankingSettings.DEFAULT);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * The variants.
   *
   * @param common the settings in which a variant does not differ
   * @throws IllegalArgumentException if the text is not of the form
   */
  static Variants parse(String text, RankingSettings common) {
    List<Variant> variants = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String part : text.split(";", -1)) {
      String[] words = part.strip().split("\\s+", -1);
      if (words.length < 2 || !names.add(words[0])) {
        throw new IllegalArgumentException(part);
      }
      int share = number(words[1], 1, MOST_SHARE);
      RankingSettings settings = common;
      Set<String> keys = new HashSet<>();
      for (int i = 2; i < words.length; i++) {
        int equals = words[i].indexOf('=');
        if (equals < 0 || !keys.add(words[i].substring(0, equals))) {
          throw new IllegalArgumentException(words[i]);
        }
        settings = changed(settings, words[i].substring(0, equals), words[i].substring(equals + 1));
      }
      variants.add(new Variant(words[0], share, settings));
    }
    return new Variants(variants);
  }

  private static RankingSettings changed(RankingSettings settings, String key, String value) {
    return new RankingSettings(
        key.equals("window") ? number(value, 1, 30) : settings.window(),
        key.equals("position-decay") ? number(value, 0.01, 1.0) : settings.positionDecay(),
        settings.visitsExponent(),
        key.equals("popularity-exponent") ? number(value, 0.0, 1.0) : settings.popularityExponent(),
        key.equals("seen") ? isKept(value) : settings.seen(),
        key.equals("max-per-category")
            ? number(value, 0, RankingSettings.PLACES)
            : settings.maxPerCategory(),
        key.equals("max-per-brand")
            ? number(value, 0, RankingSettings.PLACES)
            : settings.maxPerBrand(),
        key.equals("exploration-share") ? number(value, 0.0, 1.0) : known(key, settings));
  }

  private static boolean isKept(String text) {
    return switch (text) {
      case "keep", "true" -> true;
      case "drop", "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static double known(String key, RankingSettings settings) {
    if (!Set.of(
            "window",
            "position-decay",
            "popularity-exponent",
            "seen",
            "max-per-category",
            "max-per-brand")
        .contains(key)) {
      throw new IllegalArgumentException(key);
    }
    return settings.explorationShare();
  }

  private static int number(String text, int low, int high) {
    int number = Integer.parseInt(text);
    if (number < low || number > high) {
      throw new IllegalArgumentException(text);
    }
    return number;
  }

  private static double number(String text, double low, double high) {
    double number = Double.parseDouble(text);
    if (!(number >= low && number <= high)) {
      throw new IllegalArgumentException(text);
    }
    return number;
  }
}
