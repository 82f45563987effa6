package dev.millrace.audit;

import static dev.millrace.audit.EvidenceCopies.cut;
import static dev.millrace.audit.EvidenceCopies.withLetters;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class InvariantsTest {
  private static final long DELAY = Duration.ofDays(7).toMillis();
  private final Evidence clean = SampleWorld.evidence();

  private static Map<String, Finding> check(Evidence evidence) {
    Map<String, Finding> findings = new TreeMap<>();
    Invariants.check(evidence, DELAY, OneCurrency.EUROS)
        .forEach(finding -> findings.put(finding.id(), finding));
    return findings;
  }

  private static List<String> breached(Evidence evidence) {
    return check(evidence).values().stream()
        .filter(finding -> finding.breaches() > 0)
        .map(Finding::id)
        .toList();
  }

  @Test
  void aSoundWorldHoldsAndIsReallyChecked() {
    assertThat(check(clean).values())
        .allSatisfy(
            finding -> {
              assertThat(finding.first()).isEmpty();
              assertThat(finding.state()).isEqualTo("ok");
              assertThat(finding.checked()).isPositive();
            });
  }

  @Test
  void countsDuplicatesAndCopiesWithoutComplaint() {
    Map<String, Finding> findings = check(clean);
    assertThat(findings.get("I1").notes())
        .containsExactly(
            "206 payments, of them 1 duplicates; 1 refused; 3 labels, rules and models");
    assertThat(findings.get("I3").notes())
        .containsExactly(
            "1 copies; 0 ids were decided again with other figures, rules or models, the first counts");
  }

  @Test
  void findsARowThatIsMissing() {
    Map<String, Decision> rows = new HashMap<>(clean.decisionRows());
    rows.remove("tx-1-3");
    Evidence evidence = with(clean.payments(), clean.decisions(), rows, clean.deadLetterRows());
    assertThat(check(evidence).get("I1").first()).containsExactly("decided but no row: tx-1-3");
  }

  @Test
  void findsAPaymentThatIsNeitherDecidedNorRefused() {
    List<Payment> payments = new ArrayList<>(clean.payments());
    Place place = new Place(Topics.PAYMENTS, 7, 12);
    payments.add(
        new Payment(
            place,
            0,
            "tx-new",
            "card-9",
            "terminal-9",
            1,
            "EUR",
            0,
            "null null",
            Payment.Circumstances.UNKNOWN));
    Evidence evidence =
        with(payments, clean.decisions(), clean.decisionRows(), clean.deadLetterRows());
    assertThat(breached(evidence)).containsExactly("I1");
    assertThat(check(evidence).get("I1").first())
        .containsExactly("lost: tx-new (payments.transactions/7/12)");
  }

  @Test
  void findsARecordThatIsNeitherReadNorRefused() {
    Place place = new Place(Topics.PAYMENTS, 7, 12);
    Evidence evidence = withUnread(Map.of(place, "not the wire format"));
    assertThat(breached(evidence)).containsExactly("I1");
    assertThat(check(evidence).get("I1").first())
        .containsExactly(
            "neither read nor refused: payments.transactions/7/12, not the wire format");
  }

  private Evidence withUnread(Map<Place, String> unread) {
    return new Evidence(
        clean.payments(),
        unread,
        clean.labels(),
        clean.decisions(),
        clean.deadLetters(),
        clean.digests(),
        clean.decisionRows(),
        clean.deadLetterRows(),
        List.of(),
        Cut.NOTHING,
        Watched.QUIET,
        clean.health(),
        clean.copies(),
        clean.shop());
  }

  @Test
  void findsARecordThatIsDecidedAndRefused() {
    Place decided = clean.decisions().get(3).source();
    DeadLetter letter =
        new DeadLetter(
            new Place(Topics.DEAD_LETTERS, 0, 1),
            "fraud-scoring/" + decided,
            Evidence.SCORING,
            "VALIDATE",
            "amount-negative",
            "amount_minor must be positive",
            decided,
            2,
            true,
            false);
    Evidence evidence = withLetter(letter, 2, clean.decisionRows());
    assertThat(breached(evidence)).containsExactly("I1");
    assertThat(check(evidence).get("I1").first())
        .containsExactly("decided and refused: " + decided);
  }

  @Test
  void findsADecisionOfAPaymentThatIsNotThere() {
    Decision original = clean.decisions().get(0);
    Decision phantom = withSource(original, "tx-phantom", new Place(Topics.PAYMENTS, 0, 999));
    List<Decision> decisions = new ArrayList<>(clean.decisions());
    decisions.add(phantom);
    Map<String, Decision> rows = new HashMap<>(clean.decisionRows());
    rows.put(phantom.id(), phantom);
    Evidence evidence = with(clean.payments(), decisions, rows, clean.deadLetterRows());
    assertThat(breached(evidence)).containsExactly("I6");
    assertThat(check(evidence).get("I6").first())
        .containsExactly(
            "phantom: tx-phantom claims payments.transactions/0/999, which holds null");
    assertThat(breached(cut(evidence, Topics.PAYMENTS))).isEmpty();
  }

  private static Decision withSource(Decision decision, String id, Place source) {
    return new Decision(
        new Place(Topics.DECISIONS, 0, 10_000),
        decision.madeAt(),
        id,
        decision.card(),
        decision.terminal(),
        decision.amountMinor(),
        decision.currency(),
        decision.eventTime(),
        decision.merchant(),
        source,
        decision.features(),
        decision.outcome(),
        decision.score(),
        decision.reasons(),
        decision.scorer(),
        decision.verdict());
  }

  @Test
  void findsADeadLetterWithoutARow() {
    Evidence evidence = with(clean.payments(), clean.decisions(), clean.decisionRows(), Map.of());
    assertThat(breached(evidence)).containsExactly("I1");
  }

  @Test
  void aRowAnswersForADecisionThatKafkaHasDeleted() {
    List<Decision> left = clean.decisions().subList(50, clean.decisions().size());
    Evidence evidence = with(clean.payments(), left, clean.decisionRows(), clean.deadLetterRows());
    assertThat(check(evidence).get("I1").breaches()).isEqualTo(51); // one came twice
    Finding finding = check(cut(evidence, Topics.DECISIONS)).get("I1");
    assertThat(finding.first()).isEmpty();
    assertThat(finding.notes()).noneMatch(note -> note.startsWith("incomplete"));
  }

  @Test
  void ofAPaymentWithoutARowItIsNotKnownWhetherItsDecisionIsDeleted() {
    List<Decision> left = clean.decisions().subList(50, clean.decisions().size());
    Map<String, Decision> rows = new HashMap<>(clean.decisionRows());
    rows.remove("tx-0-3");
    Evidence evidence = with(clean.payments(), left, rows, clean.deadLetterRows());
    Finding finding = check(cut(evidence, Topics.DECISIONS)).get("I1");
    assertThat(finding.first()).isEmpty();
    assertThat(finding.notes())
        .contains(
            "incomplete: Kafka has deleted records of payments.fraud-decisions, and of 1 payments it"
                + " is not known whether they are lost");
    assertThat(finding.checked()).isEqualTo(check(evidence).get("I1").checked() - 1);
  }

  @Test
  void whatWasSentAfterAllThatIsDeletedIsLostAllTheSame() {
    Payment payment =
        clean.payments().stream()
            .filter(each -> each.id().equals("tx-0-3"))
            .findFirst()
            .orElseThrow();
    List<Decision> left =
        clean.decisions().stream().filter(each -> !each.id().equals(payment.id())).toList();
    Map<String, Decision> rows = new HashMap<>(clean.decisionRows());
    rows.remove(payment.id());
    Evidence evidence = with(clean.payments(), left, rows, clean.deadLetterRows());
    long margin = Duration.ofMinutes(5).toMillis();
    Cut before = new Cut(Map.of(Topics.DECISIONS, payment.sentAt() - margin - 1));
    Cut perhaps = new Cut(Map.of(Topics.DECISIONS, payment.sentAt() - margin));
    assertThat(check(cut(evidence, before)).get("I1").first())
        .contains("lost: tx-0-3 (%s)".formatted(payment.place()));
    assertThat(check(cut(evidence, perhaps)).get("I1").first()).isEmpty();
  }

  @Test
  void saysThatDeletedInputsAreNotAccountedFor() {
    assertThat(check(cut(clean, Topics.PAYMENTS)).get("I1").notes())
        .contains(
            "incomplete: Kafka has deleted records of payments.transactions, so lost ones among them"
                + " are not looked for");
    assertThat(check(cut(clean, Topics.LABELS)).get("I1").notes())
        .contains(
            "incomplete: Kafka has deleted records of payments.fraud-labels, so rows of those are not"
                + " looked for");
  }

  @Test
  void theRowOfADeadLetterAnswersForOneThatKafkaHasDeleted() {
    DeadLetter letter = clean.deadLetters().get(0);
    Evidence evidence = withUnread(Map.of(letter.source(), "not the wire format"));
    Evidence deleted = cut(withLetters(evidence, List.of()), Topics.DEAD_LETTERS);
    assertThat(check(deleted).get("I1").first()).isEmpty();
  }

  @Test
  void whereTheFirstCopyMayBeDeletedTheRowMayDifferFromALaterOne() {
    List<Decision> decisions = new ArrayList<>(clean.decisions());
    Decision first = decisions.get(0);
    decisions.set(0, withOutcome(first, "REVIEW", new Place(Topics.DECISIONS, 0, 10_000)));
    Evidence evidence =
        with(clean.payments(), decisions, clean.decisionRows(), clean.deadLetterRows());
    assertThat(breached(evidence)).containsExactly("I3");
    Finding finding = check(cut(evidence, Topics.DECISIONS)).get("I3");
    assertThat(finding.first()).isEmpty();
    assertThat(finding.notes())
        .contains(
            "incomplete: Kafka has deleted records of payments.fraud-decisions, so rows that are not"
                + " the first copy are not looked for");
  }

  @Test
  void seesThatARowIsStillOnItsWay() {
    assertThat(Invariants.lacksRows(clean)).isFalse();
    Map<String, Decision> rows = new HashMap<>(clean.decisionRows());
    rows.remove("tx-1-3");
    assertThat(
            Invariants.lacksRows(
                with(clean.payments(), clean.decisions(), rows, clean.deadLetterRows())))
        .isTrue();
    Shop shop = clean.shop();
    Evidence withoutOutcomes =
        clean.with(
            new Shop(
                shop.interactions(),
                shop.recommendations(),
                shop.outcomes(),
                shop.recommendationRows(),
                Map.of(),
                shop.refusals()));
    assertThat(Invariants.lacksRows(withoutOutcomes)).isTrue();
  }

  @Test
  void aLabelThatTheJobHasLostIsABreach() {
    Decision late = clean.decisionRows().get("tx-0-192");
    Map<String, Double> features = new TreeMap<>(late.features());
    features.put("terminalFraudRate7d", 0.0);
    List<Decision> decisions = new ArrayList<>(clean.decisions());
    decisions.replaceAll(
        decision -> decision.id().equals(late.id()) ? withFeatures(late, features) : decision);
    Map<String, Decision> rows = new HashMap<>(clean.decisionRows());
    rows.put(late.id(), withFeatures(late, features));
    Evidence evidence = with(clean.payments(), decisions, rows, clean.deadLetterRows());
    assertThat(breached(evidence)).containsExactly("I4");
    assertThat(check(clean).get("I4").notes())
        .contains(
            "5 of 5 labels of frauds that decisions might have known had to be known to some");
  }

  @Test
  void whatAPersonHasRepairedWasNotRefusedTooSoon() {
    DeadLetter letter = refused(clean.deadLetters().get(0), Passing.UNKNOWN_SCHEMA, false);
    Evidence refused =
        withRow(withLetters(clean, List.of(letter)), refused(letter, letter.reason(), false));
    assertThat(breached(refused)).containsExactly("I8");

    Evidence repaired = withRow(refused, refused(letter, letter.reason(), true));
    assertThat(breached(repaired)).isEmpty();
    assertThat(check(repaired).get("I8").state()).isEqualTo("nothing to check");
    assertThat(check(repaired).get("I8").notes())
        .containsExactly(
            "incomplete: 1 records of an unknown schema were put back once it was known, and whether"
                + " it was known before is not looked for");

    DeadLetter timedOut = refused(letter, "registry-timeout", true);
    assertThat(breached(withRow(withLetters(clean, List.of(timedOut)), timedOut)))
        .containsExactly("I8");
  }

  private static DeadLetter refused(DeadLetter letter, String reason, boolean replayed) {
    return new DeadLetter(
        letter.place(),
        letter.id(),
        letter.job(),
        letter.stage(),
        reason,
        letter.detail(),
        letter.source(),
        letter.digest(),
        letter.intact(),
        true,
        replayed);
  }

  private static Evidence withRow(Evidence evidence, DeadLetter row) {
    return withLetters(evidence, evidence.deadLetters(), Map.of(row.id(), row));
  }

  private static Decision withFeatures(Decision decision, Map<String, Double> features) {
    return new Decision(
        decision.place(),
        decision.madeAt(),
        decision.id(),
        decision.card(),
        decision.terminal(),
        decision.amountMinor(),
        decision.currency(),
        decision.eventTime(),
        decision.merchant(),
        decision.source(),
        features,
        decision.outcome(),
        decision.score(),
        decision.reasons(),
        decision.scorer(),
        decision.verdict());
  }

  @Test
  void findsARecordThatWasNotCopiedIntoItsTable() {
    Copies.Copy rule = clean.copies().records().get(0);
    assertThat(check(with(new Copies(List.of(rule), Map.of()))).get("I1").first())
        .containsExactly("no row: fraud.rules small/1 (payments.fraud-rules/0/0)");
  }

  @Test
  void findsARowThatIsOlderThanItsRecord() {
    Copies.Copy label = clean.copies().records().get(1);
    assertThat(breached(with(copied(label, 5, label.content())))).isEmpty();
    assertThat(check(with(copied(label, 4, label.content()))).get("I1").first())
        .containsExactly(
            "the row is older than its record: fraud.labels tx-0-0 (payments.fraud-labels/0/0)");
  }

  private static Copies copied(Copies.Copy record, long version, long content) {
    return new Copies(List.of(record), Map.of(record.row(), new Copies.Row(version, content)));
  }

  @Test
  void findsARowThatSaysAnotherThingThanItsRecord() {
    Copies.Copy label = clean.copies().records().get(1);
    Evidence changed = with(copied(label, label.version(), label.content() + 1));
    assertThat(breached(changed)).containsExactly("I3");
    assertThat(check(changed).get("I3").first())
        .containsExactly("row says something else than its record: fraud.labels tx-0-0");
    assertThat(breached(cut(changed, Topics.LABELS))).isEmpty();
  }

  @Test
  void findsARowThatNoRecordStandsBehind() {
    Copies.Copy label = clean.copies().records().get(1);
    Copies later = copied(label, label.version() + 1, label.content());
    Copies alone = new Copies(List.of(), later.rows());
    for (Copies copies : List.of(later, alone)) {
      assertThat(breached(with(copies))).containsExactly("I6");
      assertThat(check(with(copies)).get("I6").first())
          .containsExactly("row without a record: fraud.labels tx-0-0");
    }
    Finding incomplete = check(cut(with(alone), Topics.LABELS)).get("I6");
    assertThat(incomplete.breaches()).isZero();
    assertThat(incomplete.notes())
        .containsExactly(
            "incomplete: Kafka has deleted records of payments.fraud-labels, so rows without a record"
                + " are not looked for");
  }

  @Test
  void saysWhenPhantomsAreNotLookedFor() {
    assertThat(check(cut(clean, Topics.PAYMENTS)).get("I6").notes())
        .containsExactly(
            "incomplete: Kafka has deleted records of payments.transactions, so decisions of"
                + " payments that were not there are not looked for");
  }

  @Test
  void aRecordThatTheDatabaseRefusedNeedsNoRowAndMayHaveOne() {
    Copies.Copy rule = clean.copies().records().get(0);
    DeadLetter letter =
        new DeadLetter(
            new Place(Topics.DEAD_LETTERS, 0, 1),
            "table-writer/" + rule.place(),
            Evidence.WRITER,
            DeadLetter.WRITE,
            "row-refused",
            "weight (SQLSTATE 23514)",
            rule.place(),
            2,
            true,
            false);
    Evidence refused = withLetter(letter, 2, clean.decisionRows());
    assertThat(breached(refused)).isEmpty();
    assertThat(breached(refused.with(new Copies(List.of(rule), Map.of())))).isEmpty();
  }

  @Test
  void aDeadLetterOfACompactedTopicMayOutliveItsRecord() {
    Place gone = new Place(Topics.RULES, 0, 4);
    DeadLetter letter =
        new DeadLetter(
            new Place(Topics.DEAD_LETTERS, 0, 1),
            "fraud-scoring/" + gone,
            Evidence.SCORING,
            "VALIDATE",
            "condition-invalid",
            "1:3: no such name",
            gone,
            2,
            true,
            false);
    Evidence evidence = withLetter(letter, 2, clean.decisionRows());
    Map<Place, Long> digests = new HashMap<>(evidence.digests());
    digests.remove(gone);
    assertThat(breached(withDigests(evidence, digests))).isEmpty();
  }

  @Test
  void rulesAndModelsOfTheMomentMayDifferInACopyButNotInTheRow() {
    Decision first = clean.decisions().get(0);
    Verdict other =
        new Verdict(
            "APPROVE",
            List.of(Verdict.rule("small", 1, "REVIEW", "SMALL", "SHADOW")),
            Map.of("gbt-2", 0.5),
            null);
    List<Decision> decisions = new ArrayList<>(clean.decisions());
    decisions.add(withVerdict(first, other, new Place(Topics.DECISIONS, 0, 10_000)));
    assertThat(
            breached(
                with(clean.payments(), decisions, clean.decisionRows(), clean.deadLetterRows())))
        .isEmpty();
    Map<String, Decision> rows = new HashMap<>(clean.decisionRows());
    rows.put(first.id(), withVerdict(first, other, first.place()));
    assertThat(breached(with(clean.payments(), clean.decisions(), rows, clean.deadLetterRows())))
        .containsExactly("I3");
  }

  @Test
  void aDecisionWhoseRowTheDatabaseRefusedIsADecision() {
    Decision refused = clean.decisions().get(3);
    Map<String, Decision> rows = new HashMap<>(clean.decisionRows());
    rows.remove(refused.id());
    DeadLetter letter =
        new DeadLetter(
            new Place(Topics.DEAD_LETTERS, 0, 1),
            "table-writer/" + refused.place(),
            Evidence.WRITER,
            DeadLetter.WRITE,
            "row-refused",
            "too long (SQLSTATE 22001)",
            refused.place(),
            2,
            true,
            false);
    Evidence evidence = withLetter(letter, 2, rows);
    assertThat(breached(evidence)).isEmpty();
    assertThat(breached(withLetter(letter, 3, rows))).containsExactly("I6");
  }

  @Test
  void findsADeadLettersRowThatSaysAnotherThing() {
    DeadLetter letter = clean.deadLetters().get(0);
    DeadLetter other =
        new DeadLetter(
            null,
            letter.id(),
            letter.job(),
            letter.stage(),
            "trailing-bytes",
            letter.detail(),
            letter.source(),
            letter.digest(),
            letter.intact(),
            false);
    Evidence evidence =
        with(clean.payments(), clean.decisions(), clean.decisionRows(), Map.of(letter.id(), other));
    assertThat(breached(evidence)).containsExactly("I3");
    assertThat(check(evidence).get("I3").first())
        .containsExactly("row differs from the first copy: " + letter.id());
  }

  @Test
  void findsARowThatIsNotTheFirstCopy() {
    Map<String, Decision> rows = new HashMap<>(clean.decisionRows());
    Decision row = rows.get("tx-0-0");
    rows.put("tx-0-0", withOutcome(row, "DECLINE", row.place()));
    Evidence evidence = with(clean.payments(), clean.decisions(), rows, clean.deadLetterRows());
    assertThat(breached(evidence)).containsExactly("I3");
    assertThat(check(evidence).get("I3").first())
        .containsExactly("row differs from the first copy: tx-0-0");
  }

  @Test
  void aCopyMadeAgainMayDifferInWhatTheOrderBetweenPartitionsDecides() {
    Decision first = clean.decisions().get(0);
    Evidence evidence =
        withCopy(withOutcome(first, "REVIEW", new Place(Topics.DECISIONS, 0, 10_000)));
    assertThat(breached(evidence)).isEmpty();
    assertThat(check(evidence).get("I3").notes().get(0)).contains("1 ids were decided again");
  }

  @Test
  void theSameModelGivesTheSameFiguresTheSameScore() {
    Decision first = clean.decisions().get(0);
    Place later = new Place(Topics.DECISIONS, 0, 10_000);
    Decision other = withScore(first, first.score() + 0.01, first.scorer(), later);
    assertThat(breached(withCopy(other))).containsExactly("I3");
    assertThat(breached(withCopy(withScore(other, other.score(), "another-1", later)))).isEmpty();
  }

  private Evidence withCopy(Decision copy) {
    List<Decision> decisions = new ArrayList<>(clean.decisions());
    decisions.add(copy);
    return with(clean.payments(), decisions, clean.decisionRows(), clean.deadLetterRows());
  }

  @Test
  void saysWhatItCannotKnow() {
    Map<String, Finding> findings =
        check(
            new Evidence(
                clean.payments(),
                Map.of(),
                clean.labels(),
                clean.decisions(),
                clean.deadLetters(),
                clean.digests(),
                clean.decisionRows(),
                clean.deadLetterRows(),
                List.of(),
                Cut.of(Set.of(Topics.PAYMENTS)),
                Watched.NOT_ARMED,
                clean.health(),
                clean.copies(),
                clean.shop()));
    assertThat(findings.get("I4").state()).isEqualTo("skipped");
    assertThat(findings.get("I5").notes())
        .containsExactly("not armed: scripts/audit --arm before the load");
  }

  @Test
  void saysThatRowsAreOlderThanTheTriggers() {
    Finding late = check(watched(new Watched(List.of(), Optional.empty(), 12))).get("I5");
    assertThat(late.state()).isEqualTo("ok");
    assertThat(late.notes())
        .containsExactly(
            "incomplete: 12 rows were there before scripts/audit --arm, and may have been taken back"
                + " until then");
  }

  @Test
  void whereATableIsNotWatchedNothingIsProved() {
    Watched blind = Watched.blind("the triggers are missing or disabled on fraud.decisions");
    assertThat(check(watched(blind)).get("I5").state()).isEqualTo("skipped");
    Watched seen = new Watched(List.of("UPDATE of fraud.labels by psql: a"), blind.blind(), 0);
    assertThat(check(watched(seen)).get("I5").state()).isEqualTo("breach");
  }

  private Evidence watched(Watched watched) {
    return new Evidence(
        clean.payments(),
        Map.of(),
        clean.labels(),
        clean.decisions(),
        clean.deadLetters(),
        clean.digests(),
        clean.decisionRows(),
        clean.deadLetterRows(),
        List.of(),
        Cut.NOTHING,
        watched,
        clean.health(),
        clean.copies(),
        clean.shop());
  }

  @Test
  void whatHadNothingToCheckIsNotOk() {
    Evidence noLetters =
        new Evidence(
            clean.payments(),
            Map.of(),
            clean.labels(),
            clean.decisions(),
            List.of(),
            Map.of(),
            clean.decisionRows(),
            Map.of(),
            List.of(),
            Cut.NOTHING,
            Watched.QUIET,
            clean.health(),
            Copies.NONE,
            clean.shop());
    assertThat(check(noLetters).get("I8").state()).isEqualTo("nothing to check");
    assertThat(Findings.passed(List.copyOf(check(noLetters).values()))).isTrue();
    assertThat(check(noLetters).get("I6").state()).isEqualTo("ok");
  }

  @Test
  void everyTroubleOfTheJobsIsABreach() {
    Evidence evidence =
        new Evidence(
            clean.payments(),
            Map.of(),
            clean.labels(),
            clean.decisions(),
            clean.deadLetters(),
            clean.digests(),
            clean.decisionRows(),
            clean.deadLetterRows(),
            List.of(),
            Cut.NOTHING,
            new Watched(List.of("UPDATE of fraud.decisions by psql: tx-0-0"), Optional.empty(), 0),
            new Evidence.Health(List.of("fraud-scoring has 3 records to read"), 2),
            Copies.NONE,
            clean.shop());
    assertThat(breached(evidence)).containsExactly("I5", "I7");
  }

  private Evidence with(
      List<Payment> payments,
      List<Decision> decisions,
      Map<String, Decision> rows,
      Map<String, DeadLetter> letterRows) {
    return new Evidence(
        payments,
        Map.of(),
        clean.labels(),
        decisions,
        clean.deadLetters(),
        clean.digests(),
        rows,
        letterRows,
        List.of(),
        Cut.NOTHING,
        Watched.QUIET,
        clean.health(),
        clean.copies(),
        clean.shop());
  }

  private Evidence with(Copies copies) {
    return new Evidence(
        clean.payments(),
        Map.of(),
        clean.labels(),
        clean.decisions(),
        clean.deadLetters(),
        clean.digests(),
        clean.decisionRows(),
        clean.deadLetterRows(),
        List.of(),
        Cut.NOTHING,
        Watched.QUIET,
        clean.health(),
        copies,
        clean.shop());
  }

  private static Evidence withDigests(Evidence evidence, Map<Place, Long> digests) {
    return new Evidence(
        evidence.payments(),
        evidence.unread(),
        evidence.labels(),
        evidence.decisions(),
        evidence.deadLetters(),
        digests,
        evidence.decisionRows(),
        evidence.deadLetterRows(),
        evidence.repeatedRows(),
        evidence.cut(),
        evidence.watched(),
        evidence.health(),
        evidence.copies(),
        evidence.shop());
  }

  private static Decision withVerdict(Decision decision, Verdict verdict, Place place) {
    return answered(
        decision, decision.outcome(), decision.score(), decision.scorer(), verdict, place);
  }

  private static Decision withOutcome(Decision decision, String outcome, Place place) {
    return answered(
        decision, outcome, decision.score(), decision.scorer(), decision.verdict(), place);
  }

  private static Decision withScore(Decision decision, double score, String scorer, Place place) {
    return answered(decision, decision.outcome(), score, scorer, decision.verdict(), place);
  }

  private static Decision answered(
      Decision decision,
      String outcome,
      double score,
      String scorer,
      Verdict verdict,
      Place place) {
    return new Decision(
        place,
        decision.madeAt(),
        decision.id(),
        decision.card(),
        decision.terminal(),
        decision.amountMinor(),
        decision.currency(),
        decision.eventTime(),
        decision.merchant(),
        decision.source(),
        decision.features(),
        outcome,
        score,
        decision.reasons(),
        scorer,
        verdict);
  }

  private Evidence withLetter(DeadLetter letter, long digest, Map<String, Decision> rows) {
    List<DeadLetter> letters = new ArrayList<>(clean.deadLetters());
    letters.add(letter);
    Map<Place, Long> digests = new HashMap<>(clean.digests());
    digests.put(letter.source(), digest);
    Map<String, DeadLetter> letterRows = new HashMap<>(clean.deadLetterRows());
    letterRows.put(letter.id(), letter);
    return new Evidence(
        clean.payments(),
        Map.of(),
        clean.labels(),
        clean.decisions(),
        letters,
        digests,
        rows,
        letterRows,
        List.of(),
        Cut.NOTHING,
        Watched.QUIET,
        clean.health(),
        clean.copies(),
        clean.shop());
  }
}
