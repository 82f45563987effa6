package dev.millrace.recommendations;

import dev.millrace.recommendations.domain.RankingSettings;
import dev.millrace.recommendations.domain.Session;
import dev.millrace.recommendations.domain.Variant;
import dev.millrace.recommendations.domain.Variants;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
      Map<String, String> differing = new LinkedHashMap<>();
      for (int i = 2; i < words.length; i++) {
        String[] difference = words[i].split("=", 2);
        if (difference.length < 2 || differing.put(difference[0], difference[1]) != null) {
          throw new IllegalArgumentException(words[i]);
        }
      }
      variants.add(new Variant(words[0], share, changed(common, differing)));
    }
    return new Variants(variants);
  }

  /** The settings with what differs, which is taken out of the map. */
  private static RankingSettings changed(RankingSettings common, Map<String, String> differing) {
    RankingSettings changed =
        new RankingSettings(
            number(differing.remove("window"), 1, Session.MAX_CLICKS, common.window()),
            number(differing.remove("position-decay"), 0.01, 1.0, common.positionDecay()),
            common.visitsExponent(),
            number(differing.remove("popularity-exponent"), 0.0, 1.0, common.popularityExponent()),
            isKept(differing.remove("seen"), common.seen()),
            number(
                differing.remove("max-per-category"),
                0,
                RankingSettings.PLACES,
                common.maxPerCategory()),
            number(
                differing.remove("max-per-brand"), 0, RankingSettings.PLACES, common.maxPerBrand()),
            number(differing.remove("exploration-share"), 0.0, 1.0, common.explorationShare()));
    if (!differing.isEmpty()) {
      throw new IllegalArgumentException(String.join(" ", differing.keySet()));
    }
    return changed;
  }

  private static boolean isKept(String text, boolean common) {
    if (text == null) {
      return common;
    }
    return switch (text) {
      case "keep", "true" -> true;
      case "drop", "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static int number(String text, int low, int high, int common) {
    return text == null ? common : number(text, low, high);
  }

  private static double number(String text, double low, double high, double common) {
    return text == null ? common : number(text, low, high);
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
