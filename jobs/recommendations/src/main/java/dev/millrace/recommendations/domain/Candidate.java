package dev.millrace.recommendations.domain;

import dev.millrace.shop.RecommendationReason;

/** An item on its way into a recommendation. */
final class Candidate {
  final String item;
  int group;
  double score;

  /** What the strongest evidence adds to the score, and what it is. */
  double strongest;

  RecommendationReason reason = RecommendationReason.UNKNOWN;
  String because;

  Candidate(String item, int group) {
    this.item = item;
    this.group = group;
  }

  void add(double weight, RecommendationReason why, String of) {
    score += weight;
    if (weight > strongest) {
      strongest = weight;
      reason = why;
      because = of;
    }
  }

  void scale(double factor) {
    score *= factor;
    strongest *= factor;
  }
}
