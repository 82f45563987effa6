package dev.millrace.audit;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * I4: the figures in decisions, computed again from the input topics.
 *
 * <p>What a card did is known exactly: its payments lie in one partition, in the order in which
 * they are processed. What happened at a terminal depends on the order between partitions, which
 * Kafka does not keep, so the figures must lie within bounds: another payment of the terminal was
 * surely known to one that was sent after the last decision on it was made, and possibly known if
 * it was sent before the decision. When decisions were made does not order two payments: they are
 * made on another step than the figures, by whoever has time. Nor does the other's first decision:
 * a job that is killed may have sent one of two decisions only, and makes the other again. A fraud
 * label was possibly known if it was sent before the decision, and surely if {@link Waits} says
 * that it was read before the payment was sent.
 *
 * <p>A figure that is not known here by its name is left alone, and named in a note.
 */
final class Recomputation {
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long MONTH = 30 * DAY;
  private static final int[] WINDOW_DAYS = {1, 7, 30};
  // A job keeps so many moments of a card or terminal apart; beyond it merges the older ones.
  private static final int EXACT_MOMENTS = 1024;
  private static final int LAST_NIGHT_HOUR = 6;
  private static final double ROUNDING = 1e-9;
  private static final double UNKNOWN = -1;
  private static final int MANY_NAMES = 40;

  private static final String SINCE_FIRST = "terminalDaysSinceFirstFraud";
  private static final String SINCE_LAST = "terminalDaysSinceLastFraud";
  private static final Map<String, Long> TRAFFIC =
      Map.of("terminalRecentCount1h", DAY / 24, "terminalRecentCount1d", DAY);
  private static final Map<String, Long> CARDS_AT_TERMINAL =
      Map.of("terminalCards1h", DAY / 24, "terminalCards1d", DAY);
  private static final Map<String, Long> CARDS_ON_DEVICE =
      Map.of("deviceCards1d", DAY, "deviceCards7d", 7 * DAY);
  // A job remembers so many cards of a terminal or device.
  private static final int MOST_CARDS = 64;

  private final Evidence evidence;
  private final long labelDelay;
  private final OneCurrency currency;
  private final Finding finding =
      new Finding("I4", "figures equal a recomputation from the input topics");
  private final Map<String, Decision> first;
  private final Set<String> computed = new TreeSet<>();

  /** Labels that some decision might have known for long, and those that one had to know. */
  private final Set<Place> earlyLabels = new HashSet<>();

  private final Set<Place> sureLabels = new HashSet<>();
  private long exact;
  private long bounded;
  private long beyond;

  Recomputation(Evidence evidence, long labelDelayMillis, OneCurrency currency) {
    this.evidence = evidence;
    this.labelDelay = labelDelayMillis;
    this.currency = currency;
    this.first = Invariants.firstCopies(evidence.decisions());
  }

  Finding check() {
    if (evidence.cut().contains(Topics.PAYMENTS) || evidence.cut().contains(Topics.LABELS)) {
      finding.skip("the first records of the inputs are deleted, nothing can be computed again");
      return finding;
    }
    List<Payment> effective = effectivePayments();
    group(effective, Payment::card).values().forEach(this::checkCard);
    checkTerminals(effective);
    finding.checked(exact + bounded);
    noteLaterCopies(effective);
    finding.note(
        "%,d exactly, %,d within bounds that the order leaves open, %,d beyond what is kept apart"
            .formatted(exact, bounded, beyond));
    noteLabels();
    noteWhatIsLeftAlone();
    return finding;
  }

  private void noteLabels() {
    long frauds = fraudsByTerminal().values().stream().mapToLong(List::size).sum();
    if (frauds == 0) {
      return;
    }
    // Of all: after a short run there is none that a decision might have known for long.
    finding.note(
        sureLabels.isEmpty()
            ? "incomplete: none of %,d labels of frauds had to be known to any decision, so lost labels are not looked for"
                .formatted(frauds)
            : "%,d of %,d labels of frauds that decisions might have known had to be known to some"
                .formatted(sureLabels.size(), earlyLabels.size()));
  }

  /**
   * Says how many decisions were made of a payment that had come before. That alone is no breach: a
   * payment may have waited for its schema while its copy, of another version, was decided.
   */
  private void noteLaterCopies(List<Payment> effective) {
    Set<Place> leading = effective.stream().map(Payment::place).collect(Collectors.toSet());
    Map<Place, String> ids =
        evidence.payments().stream().collect(Collectors.toMap(Payment::place, Payment::id));
    List<String> later =
        first.values().stream()
            .filter(decision -> !leading.contains(decision.source()))
            // Of others I6 tells: they have no payment at all.
            .filter(decision -> decision.id().equals(ids.get(decision.source())))
            .map(Decision::id)
            .toList();
    if (!later.isEmpty()) {
      finding.note(
          "incomplete: %,d decisions are of a later copy of their payment, and not computed again, such as %s"
              .formatted(later.size(), later.get(0)));
    }
  }

  private void noteWhatIsLeftAlone() {
    Set<String> others = new TreeSet<>();
    for (Decision decision : first.values()) {
      others.addAll(decision.features().keySet());
    }
    others.removeAll(computed);
    if (!others.isEmpty()) {
      finding.note(
          "%d figures are not computed again: %s"
              .formatted(
                  others.size(),
                  others.stream().limit(MANY_NAMES).collect(Collectors.joining(", "))));
    }
  }

  /** The first payment of each id and card: the job drops the others. */
  private List<Payment> effectivePayments() {
    Set<List<String>> seen = new HashSet<>();
    return evidence.payments().stream()
        .sorted(
            Comparator.comparingInt((Payment payment) -> payment.place().partition())
                .thenComparingLong(payment -> payment.place().offset()))
        .filter(payment -> seen.add(List.of(payment.card(), payment.id())))
        .toList();
  }

  private interface Key {
    String of(Payment payment);
  }

  private static Map<String, List<Payment>> group(List<Payment> payments, Key key) {
    Map<String, List<Payment>> groups = new HashMap<>();
    payments.forEach(
        payment -> groups.computeIfAbsent(key.of(payment), k -> new ArrayList<>()).add(payment));
    return groups;
  }

  private void checkCard(List<Payment> payments) {
    boolean ordered =
        payments.stream().map(payment -> payment.place().partition()).distinct().count() == 1;
    Moments before = new Moments(MONTH);
    CardPlaces places = new CardPlaces();
    for (Payment payment : payments) {
      Payment compared = currency.of(payment);
      Decision decision = first.get(payment.id());
      if (decision != null && decision.source().equals(payment.place())) {
        checkOwn(payment, decision);
        equal(decision, "amountMinor", (double) compared.amountMinor());
        if (ordered) {
          checkCardWindows(before, compared, decision);
          places.figures(payment).forEach((name, value) -> equalIfThere(decision, name, value));
        } else {
          beyond++;
        }
      }
      before.add(payment.eventTime(), compared.amountMinor());
      places.add(payment);
    }
  }

  private void checkOwn(Payment payment, Decision decision) {
    ZonedDateTime time = Instant.ofEpochMilli(payment.eventTime()).atZone(ZoneOffset.UTC);
    boolean weekend =
        time.getDayOfWeek() == DayOfWeek.SATURDAY || time.getDayOfWeek() == DayOfWeek.SUNDAY;
    equal(decision, "weekend", weekend ? 1 : 0);
    equal(decision, "night", time.getHour() <= LAST_NIGHT_HOUR ? 1 : 0);
    if (!decision.card().equals(payment.card())
        || !decision.terminal().equals(payment.terminal())
        || !decision.currency().equals(payment.currency())
        || decision.amountMinor() != payment.amountMinor()
        || decision.eventTime() != payment.eventTime()
        || !decision.merchant().equals(payment.merchant())) {
      finding.breach("%s: not what the payment says".formatted(decision.id()));
    }
  }

  private void checkCardWindows(Moments before, Payment payment, Decision decision) {
    exact++;
    Moments.Total own = new Moments.Total(1, payment.amountMinor());
    long time = payment.eventTime();
    for (int days : WINDOW_DAYS) {
      Moments.Total total = before.total(time - days * DAY, time).plus(own);
      equal(decision, "cardCount%dd".formatted(days), (double) total.count());
      equal(decision, "cardMeanMinor%dd".formatted(days), (double) total.sum() / total.count());
    }
    CardHabits.of(before, payment).forEach((name, value) -> equalIfThere(decision, name, value));
  }

  /** Holds a figure that decisions of earlier releases do not have. */
  private void equalIfThere(Decision decision, String feature, double expected) {
    if (decision.features().containsKey(feature)) {
      equal(decision, feature, expected);
    }
  }

  private static boolean inWindow(long time, long end, int days) {
    return time > end - days * DAY && time <= end;
  }

  private void equal(Decision decision, String feature, double expected) {
    between(decision, feature, expected, expected);
  }

  private void between(Decision decision, String feature, double least, double most) {
    computed.add(feature);
    Double value = decision.features().get(feature);
    double rounding = ROUNDING * Math.max(1, Math.abs(most));
    // Not the other way round: a figure that is no number lies within no bounds.
    if (value == null || !(value >= least - rounding && value <= most + rounding)) {
      finding.breach(
          least == most
              ? "%s: %s is %s, computed again %s".formatted(decision.id(), feature, value, least)
              : "%s: %s is %s, computed again from %s to %s"
                  .formatted(decision.id(), feature, value, least, most));
    }
  }

  /**
   * When a payment was sent, and when the last decision on it was made; never, if there is none.
   */
  private record Known(String id, String card, long eventTime, long sentAt, long decidedAt) {}

  private void checkTerminals(List<Payment> effective) {
    Map<String, Long> made = new HashMap<>();
    Map<Place, Long> answered = new HashMap<>();
    for (Decision decision : evidence.decisions()) {
      made.merge(decision.id(), decision.madeAt(), Math::max);
      answered.merge(decision.source(), decision.madeAt(), Math::max);
    }
    Waits waits =
        new Waits(
            effective.stream()
                .map(payment -> new Waits.Wait(payment.sentAt(), answered.get(payment.place())))
                .toList());
    Map<String, List<Label>> frauds = fraudsByTerminal();
    group(effective, Payment::terminal)
        .forEach(
            (terminal, payments) ->
                checkTerminal(payments, made, frauds.getOrDefault(terminal, List.of()), waits));
    checkDevices(effective, made);
  }

  /** The first label that tells of each fraud: a repeated one does not count again. */
  private Map<String, List<Label>> fraudsByTerminal() {
    Map<List<String>, Label> distinct = new HashMap<>();
    for (Label label : evidence.labels()) {
      if (label.fraud()) {
        distinct.merge(
            List.of(label.terminal(), label.id()),
            label,
            (kept, next) -> next.sentAt() < kept.sentAt() ? next : kept);
      }
    }
    Map<String, List<Label>> byTerminal = new HashMap<>();
    distinct
        .values()
        .forEach(
            label ->
                byTerminal.computeIfAbsent(label.terminal(), t -> new ArrayList<>()).add(label));
    return byTerminal;
  }

  private void checkTerminal(
      List<Payment> payments, Map<String, Long> made, List<Label> frauds, Waits waits) {
    List<Known> known = known(payments, made);
    boolean countable = known.size() + frauds.size() < EXACT_MOMENTS;
    for (Payment payment : payments) {
      Decision decision = first.get(payment.id());
      if (decision == null || !decision.source().equals(payment.place())) {
        continue;
      }
      if (countable) {
        checkTerminalWindows(payment, decision, known, frauds, waits);
      } else {
        beyond++;
      }
    }
  }

  private void checkTerminalWindows(
      Payment payment, Decision decision, List<Known> known, List<Label> frauds, Waits waits) {
    long at = decision.madeAt();
    long end = payment.eventTime() - labelDelay;
    // What a job has forgotten: more than a month before the newest event that it may know of.
    long newest = payment.eventTime();
    for (Known other : known) {
      newest = other.sentAt() <= at ? Math.max(newest, other.eventTime()) : newest;
    }
    for (Label label : frauds) {
      newest = label.sentAt() <= at ? Math.max(newest, label.paidAt()) : newest;
    }
    long forgotten = newest - labelDelay - MONTH;
    Frauds ofMonth = frauds(payment, decision, frauds, waits, forgotten);
    boolean open = false;
    for (int days : WINDOW_DAYS) {
      long sure = 0;
      long possible = 0;
      for (Known other : known) {
        if (inWindow(other.eventTime(), end, days)) {
          possible += other.sentAt() <= at ? 1 : 0;
          sure += other.decidedAt() < payment.sentAt() && other.eventTime() > forgotten ? 1 : 0;
        }
      }
      long sureFrauds = countIn(ofMonth.sure(), end, days);
      long possibleFrauds = countIn(ofMonth.possible(), end, days);
      open |= sure != possible || sureFrauds != possibleFrauds;
      between(decision, "terminalCount%dd".formatted(days), (double) sure, (double) possible);
      // By the count that the decision itself was made with: it is within its bounds, or a breach.
      double count = decision.features().getOrDefault("terminalCount%dd".formatted(days), 0.0);
      between(
          decision,
          "terminalFraudRate%dd".formatted(days),
          count == 0 ? 0 : Math.min(1, sureFrauds / count),
          count == 0 ? 0 : Math.min(1, possibleFrauds / count));
    }
    open |= checkTerminalTraffic(payment, decision, known, forgotten);
    open |= checkCards(payment, decision, known, CARDS_AT_TERMINAL);
    open |= checkDaysSinceFraud(payment, decision, ofMonth);
    if (open) {
      bounded++;
    } else {
      exact++;
    }
  }

  /**
   * Labels of frauds in the month that labels tell of.
   *
   * @param possible those that the decision may have known
   * @param sure those of them that it had to know
   */
  private record Frauds(List<Label> possible, List<Label> sure) {}

  private Frauds frauds(
      Payment payment, Decision decision, List<Label> frauds, Waits waits, long forgotten) {
    List<Label> possible = new ArrayList<>();
    List<Label> sure = new ArrayList<>();
    for (Label label : frauds) {
      if (label.sentAt() > decision.madeAt()
          || !inWindow(label.paidAt(), payment.eventTime() - labelDelay, 30)) {
        continue;
      }
      possible.add(label);
      if (label.paidAt() <= forgotten || !Waits.isEarly(label.sentAt(), payment.sentAt())) {
        continue;
      }
      earlyLabels.add(label.place());
      if (waits.isReadBefore(label.sentAt(), payment.sentAt())) {
        sure.add(label);
        sureLabels.add(label.place());
      }
    }
    return new Frauds(possible, sure);
  }

  private static long countIn(List<Label> labels, long end, int days) {
    return labels.stream().filter(label -> inWindow(label.paidAt(), end, days)).count();
  }

  private static List<Known> known(List<Payment> payments, Map<String, Long> made) {
    return payments.stream()
        .map(
            payment ->
                new Known(
                    payment.id(),
                    payment.card(),
                    payment.eventTime(),
                    payment.sentAt(),
                    made.getOrDefault(payment.id(), Long.MAX_VALUE)))
        .toList();
  }

  private void checkDevices(List<Payment> effective, Map<String, Long> made) {
    List<Payment> onDevices = new ArrayList<>();
    for (Payment payment : effective) {
      if (payment.circumstances().device() != null) {
        onDevices.add(payment);
        continue;
      }
      Decision decision = first.get(payment.id());
      if (decision != null && decision.source().equals(payment.place())) {
        CARDS_ON_DEVICE.keySet().forEach(name -> equalIfThere(decision, name, UNKNOWN));
      }
    }
    for (List<Payment> payments :
        group(onDevices, payment -> payment.circumstances().device()).values()) {
      if (payments.size() >= EXACT_MOMENTS) {
        beyond += payments.size();
        continue;
      }
      List<Known> known = known(payments, made);
      for (Payment payment : payments) {
        Decision decision = first.get(payment.id());
        if (decision == null || !decision.source().equals(payment.place())) {
          continue;
        }
        if (checkCards(payment, decision, known, CARDS_ON_DEVICE)) {
          bounded++;
        } else {
          exact++;
        }
      }
    }
  }

  /**
   * How many cards were used lately at a terminal or on a device, this one included; whether the
   * order left it open. A card counts where it was used last: one that was used again since is
   * missing from a payment that is late.
   */
  private boolean checkCards(
      Payment payment, Decision decision, List<Known> known, Map<String, Long> windows) {
    boolean open = false;
    for (Map.Entry<String, Long> window : windows.entrySet()) {
      if (!decision.features().containsKey(window.getKey())) {
        continue;
      }
      Set<String> sure = new HashSet<>(Set.of(payment.card()));
      Set<String> possible = new HashSet<>(Set.of(payment.card()));
      Set<String> usedSince = new HashSet<>();
      Set<String> ever = new HashSet<>();
      for (Known other : known) {
        if (other.sentAt() > decision.madeAt()) {
          continue;
        }
        ever.add(other.card());
        if (other.eventTime() > payment.eventTime()) {
          usedSince.add(other.card());
        } else if (other.eventTime() > payment.eventTime() - window.getValue()) {
          possible.add(other.card());
          if (other.decidedAt() < payment.sentAt()) {
            sure.add(other.card());
          }
        }
      }
      sure.removeAll(usedSince);
      // Which of more cards than a job remembers it remembers is not computed here.
      double least = ever.size() > MOST_CARDS ? 0 : sure.size();
      double most = Math.min(MOST_CARDS, possible.size());
      open |= least != most;
      between(decision, window.getKey(), least, most);
    }
    return open;
  }

  /**
   * How many payments the terminal had lately, this one included; whether the order left it open.
   */
  private boolean checkTerminalTraffic(
      Payment payment, Decision decision, List<Known> known, long forgotten) {
    boolean open = false;
    for (Map.Entry<String, Long> window : TRAFFIC.entrySet()) {
      if (!decision.features().containsKey(window.getKey())) {
        continue;
      }
      long end = payment.eventTime();
      double sure = 1;
      double possible = 1;
      for (Known other : known) {
        if (!other.id().equals(payment.id())
            && other.eventTime() > end - window.getValue()
            && other.eventTime() <= end) {
          possible += other.sentAt() <= decision.madeAt() ? 1 : 0;
          sure += other.decidedAt() < payment.sentAt() && other.eventTime() > forgotten ? 1 : 0;
        }
      }
      open |= sure != possible;
      between(decision, window.getKey(), sure, possible);
    }
    return open;
  }

  /**
   * Days since the first and the last payment, of those in the month that labels tell of, which is
   * known to be fraud; whether the order left it open.
   */
  private boolean checkDaysSinceFraud(Payment payment, Decision decision, Frauds frauds) {
    if (!decision.features().containsKey(SINCE_FIRST)
        && !decision.features().containsKey(SINCE_LAST)) {
      return false;
    }
    List<Label> possible = frauds.possible();
    List<Label> sure = frauds.sure();
    if (possible.isEmpty()) {
      equalIfThere(decision, SINCE_FIRST, UNKNOWN);
      equalIfThere(decision, SINCE_LAST, UNKNOWN);
      return false;
    }
    double oldest = daysSince(payment, times(possible).min().orElseThrow());
    double newest = daysSince(payment, times(possible).max().orElseThrow());
    // Without one that is surely known, any of them may be the only one, or none is.
    double leastFirst =
        sure.isEmpty() ? newest : daysSince(payment, times(sure).min().orElseThrow());
    double mostLast = sure.isEmpty() ? oldest : daysSince(payment, times(sure).max().orElseThrow());
    betweenOrUnknown(decision, SINCE_FIRST, leastFirst, oldest, sure.isEmpty());
    betweenOrUnknown(decision, SINCE_LAST, newest, mostLast, sure.isEmpty());
    return sure.size() != possible.size();
  }

  private void betweenOrUnknown(
      Decision decision, String feature, double least, double most, boolean mayBeUnknown) {
    Double value = decision.features().get(feature);
    if (value != null && !(mayBeUnknown && value == UNKNOWN)) {
      between(decision, feature, least, most);
    }
  }

  private static LongStream times(List<Label> labels) {
    return labels.stream().mapToLong(Label::paidAt);
  }

  private static double daysSince(Payment payment, long time) {
    return (payment.eventTime() - time) / (double) DAY;
  }
}
