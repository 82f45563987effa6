package dev.millrace.supplychain.domain;

import dev.millrace.suite.Source;
import dev.millrace.supply.AlertKind;
import dev.millrace.supply.RecommendedAction;
import dev.millrace.supply.SubjectType;
import java.util.List;
import java.util.Map;

/**
 * What a detector says of a subject at a moment. A detector that goes on seeing the same says it
 * again only when its figures have changed by more than what it takes for noise.
 *
 * @param kind what is wrong
 * @param subjectType what it is wrong with
 * @param subjectId which one
 * @param status whether it is wrong or no longer wrong
 * @param since first evidence, milliseconds since 1970
 * @param time of this evidence, milliseconds since 1970
 * @param stake what is lost if nobody acts
 * @param summary what is wrong, in one sentence
 * @param evidence figures it rests on, by name, unit in the name
 * @param action a way out; null if the detector knows none
 * @param parents subjects that may be the cause of it, as {@link #subject(SubjectType, String)}
 *     writes them: a shipment's lane, ports and carrier
 * @param source the input record that caused it; null where time passing did
 */
public record Finding(
    AlertKind kind,
    SubjectType subjectType,
    String subjectId,
    Status status,
    long since,
    long time,
    Stake stake,
    String summary,
    Map<String, Double> evidence,
    RecommendedAction action,
    List<String> parents,
    Source source) {

  /** Whether something is wrong. */
  public enum Status {
    /** It is. */
    RAISED,
    /** It was, and is not any more. */
    CLEARED
  }

  /** How a subject is written as one text. */
  public static String subject(SubjectType type, String id) {
    return type + ":" + id;
  }

  /** The same, seen first and now at other times. */
  public Finding at(long newSince, long now) {
    return new Finding(
        kind,
        subjectType,
        subjectId,
        status,
        newSince,
        now,
        stake,
        summary,
        evidence,
        action,
        parents,
        source);
  }

  /** The subject as one text. */
  public String subject() {
    return subject(subjectType, subjectId);
  }

  /** The alert that it concerns. */
  public String alertId() {
    return subject() + ":" + kind;
  }
}
