package dev.millrace.fraud.domain;

/** Says how suspicious a payment is, from its figures alone: the same figures, the same score. */
public interface Scorer {

  /** Name and version of the scorer, which every decision carries. */
  String version();

  Score score(Features features);
}
