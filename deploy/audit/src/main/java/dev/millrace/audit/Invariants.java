package dev.millrace.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The invariants, each a function of the evidence; {@link Recomputation} is I4. */
final class Invariants {

  private Invariants() {}

  /** Every invariant in its order. */
  static List<Finding> check(Evidence evidence, long labelDelayMillis, OneCurrency currency) {
    List<Finding> findings =
        new ArrayList<>(
            List.of(
                everyInputOnce(evidence),
                oneEffectPerId(evidence),
                sameContent(evidence),
                new Recomputation(evidence, labelDelayMillis, currency).check(),
                neverBackwards(evidence),
                noOutputWithoutInput(evidence),
                healed(evidence),
                nothingRefusedTooSoon(evidence)));
    findings.addAll(new ShopInvariants(evidence).check());
    return List.copyOf(findings);
  }

  private static Finding everyInputOnce(Evidence evidence) {
    Finding finding =
        new Finding(
            "I1", "every input is decided, a duplicate, or a dead letter; every output a row");
    Set<Place> decided = new HashSet<>();
    Set<String> ids = new HashSet<>();
    Stream.concat(
            evidence.decisions().stream(),
            rowsOf(Topics.DECISIONS, evidence, evidence.decisionRows()))
        .forEach(
            decision -> {
              decided.add(decision.source());
              ids.add(decision.id());
            });
    Set<Place> refused = refusedBy(Evidence.SCORING, evidence);
    long duplicates = 0;
    long unknown = 0;
    for (Payment payment : evidence.payments()) {
      if (decided.contains(payment.place()) || refused.contains(payment.place())) {
        continue;
      }
      if (ids.contains(payment.id())) {
        duplicates++;
      } else if (evidence.cut().mayLack(Topics.DECISIONS, payment.sentAt())) {
        unknown++;
      } else {
        finding.breach("lost: %s (%s)".formatted(payment.id(), payment.place()));
      }
    }
    // Of any topic of a job's: who could not read it has refused it.
    Set<Place> refusedByAny = letters(evidence).map(DeadLetter::source).collect(Collectors.toSet());
    evidence
        .unread()
        .forEach(
            (place, why) -> {
              if (!refusedByAny.contains(place)) {
                finding.breach("neither read nor refused: %s, %s".formatted(place, why));
              }
            });
    for (Place place : refused) {
      if (decided.contains(place)) {
        finding.breach("decided and refused: " + place);
      }
    }
    missingRows(evidence, finding);
    finding.checked(
        evidence.payments().size()
            - unknown
            + evidence.unread().size()
            + evidence.copies().records().size()
            + refused.size()
            + evidence.decisions().size()
            + evidence.deadLetters().size());
    finding.note(
        "%,d payments, of them %,d duplicates; %,d refused; %,d labels, rules and models"
            .formatted(
                evidence.payments().size(),
                duplicates,
                refused.size(),
                evidence.copies().records().size()));
    if (unknown > 0) {
      finding.note(unanswered(unknown, "payments", Topics.DECISIONS));
    }
    if (evidence.cut().contains(Topics.PAYMENTS)) {
      finding.note(incomplete(Topics.PAYMENTS, "lost ones among them"));
    }
    noteCutCopies(evidence, finding, "rows of those");
    return finding;
  }

  /**
   * Rows that stand for outputs which Kafka has deleted; none of a topic that has them all, where a
   * row alone is no answer.
   */
  static <T> Stream<T> rowsOf(String topic, Evidence evidence, Map<String, T> rows) {
    return evidence.cut().contains(topic) ? rows.values().stream() : Stream.empty();
  }

  static String unanswered(long inputs, String what, String output) {
    return "incomplete: Kafka has deleted records of %s, and of %,d %s it is not known whether they are lost"
        .formatted(output, inputs, what);
  }

  /** Whether a row is missing, of any that I1 and R1 ask for: it may be on its way. */
  static boolean lacksRows(Evidence evidence) {
    Finding missing = new Finding("I1", "every output a row");
    missingRows(evidence, missing);
    new ShopInvariants(evidence).missingRows(missing);
    return missing.breaches() > 0;
  }

  private static void missingRows(Evidence evidence, Finding finding) {
    Set<Place> unwritten = refusedBy(Evidence.WRITER, evidence);
    for (Decision decision : evidence.decisions()) {
      if (!evidence.decisionRows().containsKey(decision.id())
          && !unwritten.contains(decision.place())) {
        finding.breach("decided but no row: " + decision.id());
      }
    }
    for (DeadLetter letter : evidence.deadLetters()) {
      if (!evidence.deadLetterRows().containsKey(letter.id())
          && !unwritten.contains(letter.place())) {
        finding.breach("dead letter but no row: " + letter.id());
      }
    }
    for (Copies.Copy copy : evidence.copies().records()) {
      if (unwritten.contains(copy.place())) {
        continue;
      }
      Copies.Row row = evidence.copies().rows().get(copy.row());
      if (row == null) {
        finding.breach("no row: %s (%s)".formatted(copy.row(), copy.place()));
      } else if (row.version() < copy.version()) {
        finding.breach(
            "the row is older than its record: %s (%s)".formatted(copy.row(), copy.place()));
      }
    }
  }

  private static Stream<DeadLetter> letters(Evidence evidence) {
    return Stream.concat(
        evidence.deadLetters().stream(),
        rowsOf(Topics.DEAD_LETTERS, evidence, evidence.deadLetterRows()));
  }

  /** The records that a job refused, by its dead letters. */
  static Set<Place> refusedBy(String job, Evidence evidence) {
    return letters(evidence)
        .filter(letter -> letter.job().equals(job))
        .map(DeadLetter::source)
        .collect(Collectors.toSet());
  }

  private static Finding oneEffectPerId(Evidence evidence) {
    Finding finding = new Finding("I2", "one row per id; copies on a topic carry id and source");
    evidence.repeatedRows().forEach(id -> finding.breach("more than one row: " + id));
    Map<String, Place> sources = new HashMap<>();
    for (Decision decision : evidence.decisions()) {
      Place before = sources.putIfAbsent(decision.id(), decision.source());
      if (before != null && !before.equals(decision.source())) {
        finding.breach(
            "two effects: %s from %s and %s".formatted(decision.id(), before, decision.source()));
      }
    }
    finding.checked(
        evidence.decisionRows().size()
            + evidence.deadLetterRows().size()
            + evidence.copies().rows().size());
    finding.note(
        "%,d decisions on the topic of %,d ids"
            .formatted(evidence.decisions().size(), sources.size()));
    return finding;
  }

  private static Finding sameContent(Evidence evidence) {
    Finding finding = new Finding("I3", "same id, same content; the row is the first copy");
    Map<String, Decision> first = firstCopies(evidence.decisions());
    Set<String> changed = new HashSet<>();
    long copies = 0;
    for (Decision decision : evidence.decisions()) {
      Decision original = first.get(decision.id());
      if (original.place().equals(decision.place())) {
        continue;
      }
      copies++;
      if (!original.sameWithinPartition(decision)) {
        finding.breach("another content: %s at %s".formatted(decision.id(), decision.place()));
      } else if (!original.scoredAlike(decision)) {
        finding.breach(
            "another score of the same figures: %s at %s"
                .formatted(decision.id(), decision.place()));
      } else if (!original.sameContent(decision)) {
        changed.add(decision.id());
      }
    }
    first.forEach(
        (id, decision) -> {
          Decision row = evidence.decisionRows().get(id);
          // Where the first copy may be gone, the row may differ from one that was made again.
          if (row != null
              && !(evidence.cut().contains(Topics.DECISIONS)
                  ? row.sameWithinPartition(decision)
                  : row.sameContent(decision))) {
            finding.breach("row differs from the first copy: " + id);
          }
        });
    Map<String, DeadLetter> letters = new HashMap<>();
    for (DeadLetter letter : evidence.deadLetters()) {
      DeadLetter before = letters.putIfAbsent(letter.id(), letter);
      if (before != null && !before.sameRefusal(letter)) {
        finding.breach("another dead letter under one id: " + letter.id());
      }
    }
    letters.forEach(
        (id, letter) -> {
          DeadLetter row = evidence.deadLetterRows().get(id);
          if (row != null
              && !(evidence.cut().contains(Topics.DEAD_LETTERS)
                  ? row.sameRefusal(letter)
                  : row.sameContent(letter))) {
            finding.breach("row differs from the first copy: " + id);
          }
        });
    for (String topic : List.of(Topics.DECISIONS, Topics.DEAD_LETTERS)) {
      if (evidence.cut().contains(topic)) {
        finding.note(incomplete(topic, "rows that are not the first copy"));
      }
    }
    long copied = sameInTheirTables(evidence, finding);
    finding.checked(copies + first.size() + letters.size() + copied);
    finding.note(
        "%,d copies; %,d ids were decided again with other figures, rules or models, the first counts"
            .formatted(copies, changed.size()));
    return finding;
  }

  /** How many rows of labels, rules and models were held against what their records say. */
  private static long sameInTheirTables(Evidence evidence, Finding finding) {
    Set<String> sound = evidence.copies().sound();
    noteCutCopies(evidence, finding, "rows of another content");
    long compared = 0;
    for (String row : evidence.copies().recorded()) { // of others I6 tells
      if (evidence.cut().contains(Copies.topicOf(row))) {
        continue; // a record that said so may be gone
      }
      compared++;
      if (!sound.contains(row)) {
        finding.breach("row says something else than its record: " + row);
      }
    }
    return compared;
  }

  /** The copy of each decision that counts: the one with the lowest offset. */
  static Map<String, Decision> firstCopies(List<Decision> decisions) {
    Map<String, Decision> first = new LinkedHashMap<>();
    for (Decision decision : decisions) {
      first.merge(
          decision.id(),
          decision,
          (kept, next) -> next.place().offset() < kept.place().offset() ? next : kept);
    }
    return first;
  }

  private static Finding neverBackwards(Evidence evidence) {
    Finding finding = new Finding("I5", "no row was ever taken back");
    Watched watched = evidence.watched();
    watched.setbacks().forEach(finding::breach);
    watched
        .blind()
        .ifPresentOrElse(
            finding::skip,
            () ->
                finding.checked(
                    evidence.decisionRows().size()
                        + evidence.deadLetterRows().size()
                        + evidence.shop().recommendationRows().size()
                        + evidence.shop().outcomeRows().size()));
    if (watched.before() > 0) {
      finding.note(
          "incomplete: %,d rows were there before scripts/audit --arm, and may have been taken back until then"
              .formatted(watched.before()));
    }
    return finding;
  }

  private static Finding noOutputWithoutInput(Evidence evidence) {
    Finding finding = new Finding("I6", "no output without its input");
    Map<Place, String> inputs =
        evidence.payments().stream().collect(Collectors.toMap(Payment::place, Payment::id));
    Set<String> decided = new HashSet<>();
    boolean complete = !evidence.cut().contains(Topics.PAYMENTS);
    for (Decision decision : evidence.decisions()) {
      decided.add(decision.id());
      String id = inputs.get(decision.source());
      if (id == null ? complete : !id.equals(decision.id())) {
        finding.breach(
            "phantom: %s claims %s, which holds %s"
                .formatted(decision.id(), decision.source(), id));
      }
    }
    if (!complete) {
      finding.note(incomplete(Topics.PAYMENTS, "decisions of payments that were not there"));
    }
    if (evidence.cut().contains(Topics.DECISIONS)) {
      finding.note(incomplete(Topics.DECISIONS, "rows without a decision"));
    } else {
      evidence.decisionRows().keySet().stream()
          .filter(id -> !decided.contains(id))
          .forEach(id -> finding.breach("row without a decision: " + id));
    }
    Set<String> refused = new HashSet<>();
    for (DeadLetter letter : evidence.deadLetters()) {
      refused.add(letter.id());
      Long digest = evidence.digests().get(letter.source());
      if (digest == null
          ? !mayBeGone(letter.source(), evidence)
          : letter.intact() && digest != letter.digest()) {
        finding.breach("dead letter of bytes that are not there: " + letter.id());
      }
    }
    if (evidence.cut().contains(Topics.DEAD_LETTERS)) {
      finding.note(incomplete(Topics.DEAD_LETTERS, "rows without a dead letter"));
    } else {
      evidence.deadLetterRows().keySet().stream()
          .filter(id -> !refused.contains(id))
          .forEach(id -> finding.breach("row without a dead letter: " + id));
    }
    finding.checked(
        evidence.decisions().size()
            + evidence.deadLetters().size()
            + evidence.decisionRows().size()
            + evidence.deadLetterRows().size()
            + rowsOfRecords(evidence, finding));
    return finding;
  }

  /** How many rows of labels, rules and models were looked for on their topics. */
  private static long rowsOfRecords(Evidence evidence, Finding finding) {
    Set<String> recorded = evidence.copies().recorded();
    noteCutCopies(evidence, finding, "rows without a record");
    long sought = 0;
    for (String row : evidence.copies().rows().keySet()) {
      if (!evidence.cut().contains(Copies.topicOf(row))) {
        sought++;
        if (!recorded.contains(row)) {
          finding.breach("row without a record: " + row);
        }
      }
    }
    return sought;
  }

  private static void noteCutCopies(Evidence evidence, Finding finding, String what) {
    Copies.TOPICS.values().stream()
        .filter(evidence.cut()::contains)
        .sorted()
        .forEach(topic -> finding.note(incomplete(topic, what)));
  }

  static String incomplete(String topic, String what) {
    return "incomplete: Kafka has deleted records of %s, so %s are not looked for"
        .formatted(topic, what);
  }

  private static boolean mayBeGone(Place place, Evidence evidence) {
    return evidence.cut().contains(place.topic()) || Topics.COMPACTED.contains(place.topic());
  }

  private static Finding healed(Evidence evidence) {
    Finding finding = new Finding("I7", "lag is zero, checkpoints progress");
    evidence.health().troubles().forEach(finding::breach);
    finding.checked(evidence.health().checked());
    return finding;
  }

  /** Whether a person has registered the schema that was missing, and put the record back. */
  private static boolean isRepaired(DeadLetter letter, Evidence evidence) {
    DeadLetter row = evidence.deadLetterRows().get(letter.id());
    return letter.reason().equals(Passing.UNKNOWN_SCHEMA) && row != null && row.replayed();
  }

  private static Finding nothingRefusedTooSoon(Evidence evidence) {
    Finding finding = new Finding("I8", "nothing is a dead letter for a reason that passes");
    long repaired = 0;
    for (DeadLetter letter : evidence.deadLetters()) {
      if (letter.premature() && isRepaired(letter, evidence)) {
        repaired++;
      } else if (letter.premature()) {
        finding.breach("%s: %s, %s".formatted(letter.id(), letter.reason(), letter.detail()));
      }
    }
    finding.checked(evidence.deadLetters().size() - repaired);
    if (repaired > 0) {
      finding.note(
          "incomplete: %,d records of an unknown schema were put back once it was known, and whether it was known before is not looked for"
              .formatted(repaired));
    }
    return finding;
  }
}
