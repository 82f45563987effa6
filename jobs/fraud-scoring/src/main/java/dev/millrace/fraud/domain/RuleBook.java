package dev.millrace.fraud.domain;

import static java.util.Comparator.comparingDouble;
import static java.util.Objects.requireNonNull;

import dev.millrace.payments.FraudRule;
import dev.millrace.payments.Outcome;
import dev.millrace.payments.RuleEffect;
import dev.millrace.payments.RuleHit;
import dev.millrace.payments.RuleState;
import dev.millrace.payments.Snooze;
import dev.millrace.payments.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The rules in force, and what they make of a payment.
 *
 * <p>Of the live rules whose condition holds, the one with the largest weight decides, of equal
 * ones the stricter. If it says APPROVE, that is the answer, whatever the model says; else the
 * answer is the stricter of its outcome and the model's. What a rule declines beyond its share of
 * the running minute's payments it reviews instead; a payment that the model declines by itself
 * takes nothing from that share.
 *
 * <p>Shares and minutes are those of one instance: each of several parallel ones sees its part of
 * the payments, and holds the share of that part. Not thread-safe.
 */
public final class RuleBook {
  private static final long MINUTE_MS = 60_000;

  private final ConditionCompiler compiler;
  private final Consumer<String> failed;
  private final Map<Outcome, Verdict> untouched = new EnumMap<>(Outcome.class);
  private final TreeMap<String, Entry> entries = new TreeMap<>();
  private volatile List<Entry> watched = List.of();
  private volatile int leftOut;

  private long minute = Long.MIN_VALUE;
  private long paymentsOfMinute;

  private RuleBook(ConditionCompiler compiler, Consumer<String> failed) {
    this.compiler = requireNonNull(compiler);
    this.failed = requireNonNull(failed);
    for (Outcome outcome : Outcome.values()) {
      untouched.put(outcome, Verdict.ofModel(outcome));
    }
  }

  /** A book without rules that forgets which conditions fail. */
  public static RuleBook of(ConditionCompiler compiler) {
    return of(compiler, rule -> {});
  }

  /**
   * A book without rules.
   *
   * @param failed is told the id of a rule each time its condition has no answer for a payment
   */
  public static RuleBook of(ConditionCompiler compiler, Consumer<String> failed) {
    return new RuleBook(compiler, failed);
  }

  /**
   * Takes a version of a rule, unless there is one as high or higher.
   *
   * @return whether it is the newest version now
   * @throws InvalidConditionException if it is to be evaluated and cannot be: it is left out, and
   *     no version before it is in force any more
   */
  public boolean put(FraudRule rule) throws InvalidConditionException {
    Entry current = entries.get(rule.getRuleId());
    if (current != null && current.rule.getVersion() >= rule.getVersion()) {
      return false;
    }
    // What the version before has declined in this minute counts: the rule is the same.
    DeclineBudget budget =
        current == null
            ? new DeclineBudget(rule.getMaxDeclineShare())
            : current.budget.withShare(rule.getMaxDeclineShare());
    Condition condition = null;
    try {
      condition = isEvaluated(rule) ? compiler.compile(rule.getCondition()) : null;
    } finally {
      enter(new Entry(rule, condition, budget));
    }
    return true;
  }

  private void enter(Entry entry) {
    entries.put(entry.rule.getRuleId(), entry);
    watched = entries.values().stream().filter(other -> other.condition != null).toList();
    leftOut = (int) entries.values().stream().filter(Entry::isLeftOut).count();
  }

  private static boolean isEvaluated(FraudRule rule) {
    return rule.getState() == RuleState.LIVE || rule.getState() == RuleState.SHADOW;
  }

  /** The highest version of each rule, whatever its state, in the order of their ids. */
  public Collection<FraudRule> rules() {
    return entries.values().stream().map(entry -> entry.rule).toList();
  }

  /** How many rules are evaluated, shadow ones included. May be asked by any thread. */
  public int inForce() {
    return watched.size();
  }

  /** How many rules should be evaluated and cannot be. May be asked by any thread. */
  public int leftOut() {
    return leftOut;
  }

  /**
   * What the rules make of a payment. Each payment is judged once: the judgement counts in the
   * shares of its minute.
   *
   * @param modelOutcome what the score alone would answer
   * @param nowMillis the time by which minutes are counted, milliseconds since 1970
   */
  public Verdict judge(
      Transaction payment, Features features, Outcome modelOutcome, long nowMillis) {
    turnTo(Math.floorDiv(nowMillis, MINUTE_MS));
    paymentsOfMinute++;
    List<Hit> hits = hits(payment, features, modelOutcome);
    if (hits.isEmpty()) {
      return untouched.get(modelOutcome);
    }
    Hit winner = winner(hits);
    Outcome outcome = winner == null ? modelOutcome : outcome(winner, modelOutcome);
    if (winner != null && winner.asked == Outcome.DECLINE && modelOutcome != Outcome.DECLINE) {
      winner.entry.budget.spend(minute);
    }
    return verdict(hits, winner, outcome);
  }

  private void turnTo(long now) {
    if (now != minute) {
      minute = now;
      paymentsOfMinute = 0;
    }
  }

  private List<Hit> hits(Transaction payment, Features features, Outcome modelOutcome) {
    // Most payments hit nothing: the list is made for those that do.
    List<Hit> hits = List.of();
    for (Entry entry : watched) {
      if (holds(entry, payment, features)) {
        if (hits.isEmpty()) {
          hits = new ArrayList<>(2);
        }
        hits.add(hit(entry, payment, modelOutcome));
      }
    }
    return hits;
  }

  private boolean holds(Entry entry, Transaction payment, Features features) {
    try {
      return entry.condition.holds(payment, features);
    } catch (FailedConditionException e) {
      failed.accept(entry.rule.getRuleId());
      return false;
    }
  }

  private Hit hit(Entry entry, Transaction payment, Outcome modelOutcome) {
    FraudRule rule = entry.rule;
    if (entry.leavesAlone(payment)) {
      return new Hit(entry, rule.getOutcome(), RuleEffect.SNOOZED);
    }
    if (rule.getState() == RuleState.SHADOW) {
      return new Hit(entry, rule.getOutcome(), RuleEffect.SHADOW);
    }
    boolean capped =
        rule.getOutcome() == Outcome.DECLINE
            && modelOutcome != Outcome.DECLINE
            && !entry.budget.allows(minute, paymentsOfMinute);
    return capped
        ? new Hit(entry, Outcome.REVIEW, RuleEffect.CAPPED)
        : new Hit(entry, rule.getOutcome(), RuleEffect.APPLIED);
  }

  /** The hit that decides; null if none has effect. */
  private static Hit winner(List<Hit> hits) {
    Hit winner = null;
    for (Hit hit : hits) {
      if (hit.takesPart() && (winner == null || hit.beats(winner))) {
        winner = hit;
      }
    }
    return winner;
  }

  private static Outcome outcome(Hit winner, Outcome modelOutcome) {
    return winner.asked == Outcome.APPROVE || isStricter(winner.asked, modelOutcome)
        ? winner.asked
        : modelOutcome;
  }

  private static Verdict verdict(List<Hit> hits, Hit winner, Outcome outcome) {
    List<RuleHit> told = new ArrayList<>(hits.size());
    List<FraudRule> effective = new ArrayList<>(hits.size());
    for (Hit hit : hits) {
      RuleEffect effect = hit.takesPart() ? hit.effectBeside(winner, outcome) : hit.standing;
      told.add(hit.told(effect));
      if (effect == RuleEffect.APPLIED || effect == RuleEffect.CAPPED) {
        effective.add(hit.entry.rule);
      }
    }
    return new Verdict(outcome, told, reasons(effective));
  }

  private static List<String> reasons(List<FraudRule> effective) {
    return effective.stream()
        .sorted(comparingDouble(FraudRule::getWeight).reversed())
        .map(FraudRule::getReasonCode)
        .distinct()
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** Outcomes are declared from the mildest to the strictest. */
  private static boolean isStricter(Outcome one, Outcome other) {
    return one.compareTo(other) > 0;
  }

  /** A rule in force. */
  private static final class Entry {
    final FraudRule rule;

    /** Null if the rule is not evaluated, or cannot be. */
    final Condition condition;

    final DeclineBudget budget;
    private final Map<String, Long> snoozedUntil = new HashMap<>();

    Entry(FraudRule rule, Condition condition, DeclineBudget budget) {
      this.rule = rule;
      this.condition = condition;
      this.budget = budget;
      for (Snooze snooze : rule.getSnoozes()) {
        snoozedUntil.merge(snooze.getCardId(), snooze.getUntil().toEpochMilli(), Math::max);
      }
    }

    boolean isLeftOut() {
      return condition == null && isEvaluated(rule);
    }

    boolean leavesAlone(Transaction payment) {
      Long until = snoozedUntil.isEmpty() ? null : snoozedUntil.get(payment.getCardId());
      return until != null && payment.getEventTime().toEpochMilli() < until;
    }
  }

  /**
   * A rule whose condition held.
   *
   * @param asked what it asks for after its share of declines is looked at
   * @param standing APPLIED or CAPPED if it takes part in the decision
   */
  private record Hit(Entry entry, Outcome asked, RuleEffect standing) {

    boolean takesPart() {
      return standing == RuleEffect.APPLIED || standing == RuleEffect.CAPPED;
    }

    boolean beats(Hit other) {
      int weights = Double.compare(entry.rule.getWeight(), other.entry.rule.getWeight());
      return weights > 0 || (weights == 0 && isStricter(asked, other.asked));
    }

    RuleEffect effectBeside(Hit winner, Outcome outcome) {
      if (standing == RuleEffect.CAPPED
          && outcome == Outcome.REVIEW
          && entry.rule.getWeight() >= winner.entry.rule.getWeight()) {
        // With more of its share left it would have declined.
        return RuleEffect.CAPPED;
      }
      return entry.rule.getOutcome() == outcome ? RuleEffect.APPLIED : RuleEffect.OUTWEIGHED;
    }

    RuleHit told(RuleEffect effect) {
      FraudRule rule = entry.rule;
      return new RuleHit(
          rule.getRuleId(), rule.getVersion(), rule.getOutcome(), rule.getReasonCode(), effect);
    }
  }
}
