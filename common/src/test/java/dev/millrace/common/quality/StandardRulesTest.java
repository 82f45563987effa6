package dev.millrace.common.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StandardRulesTest {
  private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");

  private record Box<V>(V value, V other) {
    static <V> Box<V> of(V value) {
      return new Box<>(value, null);
    }
  }

  @Test
  void ids() {
    Rule<Box<String>> rule = StandardRules.id("order_id", Box::value);
    assertThat(rule.id()).isEqualTo("order_id.id");
    assertThat(rule.reason()).isEqualTo("order-id-invalid");
    accepts(rule, "a", "x".repeat(128), "\u00e4 b", "'; DROP TABLE x; --", null);
    refuses(rule, "", " ", "\u3000", "x".repeat(129), "a\u0000b", "a\nb", "\u009b");
  }

  @Test
  void cardTokens() {
    Rule<Box<String>> rule = StandardRules.cardToken("card_id", Box::value);
    assertThat(rule.exposure()).isEqualTo(Rule.Exposure.MASKED);
    accepts(rule, "card-596", "tok_4111111111111111", "4111111111111112", "", null);
    refuses(rule, "4111111111111111", "3782 822463 10005", "5500-0055-5555-5559");
  }

  @Test
  void codes() {
    accepts(StandardRules.currency("currency", Box::value), "EUR", "JPY", null);
    refuses(StandardRules.currency("currency", Box::value), "eur", "EURO", "", "XXZ");
    accepts(StandardRules.country("country", Box::value), "BE", "US", null);
    refuses(StandardRules.country("country", Box::value), "be", "BEL", "ZZ", "");
    accepts(StandardRules.merchantCategory("mcc", Box::value), "5411", "0742", null);
    refuses(
        StandardRules.merchantCategory("mcc", Box::value), "541", "54110", "abcd", "", "\u0661234");
  }

  @Test
  void numbers() {
    Rule<Box<Long>> rule = StandardRules.atLeast(0, "amount", "amount-negative", Box::value);
    assertThat(rule.id()).isEqualTo("amount.range");
    accepts(rule, 0L, Long.MAX_VALUE, null);
    refuses(rule, -1L, Long.MIN_VALUE);
  }

  @Test
  void fieldsThatBelongTogether() {
    Rule<Box<String>> rule =
        StandardRules.together("half", "value", Box::value, "other", Box::other);
    assertThat(rule.text()).isEqualTo("set together with other");
    assertThat(rule.check().holds(new Box<>("a", "b"), 0)).isTrue();
    assertThat(rule.check().holds(new Box<>(null, null), 0)).isTrue();
    assertThat(rule.check().holds(new Box<>("a", null), 0)).isFalse();
    assertThat(rule.check().holds(new Box<>(null, "b"), 0)).isFalse();
  }

  @Test
  void timesAheadOfTheClock() {
    Rule<Box<Instant>> rule =
        StandardRules.notInFuture("event_time", Box::value, Duration.ofMinutes(90));
    assertThat(rule.reason()).isEqualTo("event-time-in-future");
    assertThat(rule.text()).isEqualTo("at most 90 minutes ahead of the job's clock");
    accepts(
        rule,
        NOW,
        NOW.plusSeconds(5400),
        Instant.EPOCH,
        Instant.parse("0001-01-01T00:00:00Z"),
        null);
    refuses(rule, NOW.plusSeconds(5401), Instant.parse("9999-12-31T23:59:59Z"));
  }

  @Test
  void timesBeforeTheHorizon() {
    Rule<Box<Instant>> rule = StandardRules.notBefore("event_time", Box::value, Duration.ofDays(2));
    assertThat(rule.reason()).isEqualTo("event-time-too-old");
    assertThat(rule.text()).isEqualTo("at most 2 days behind the job's clock");
    accepts(rule, NOW, NOW.minus(Duration.ofDays(2)), Instant.ofEpochMilli(Long.MAX_VALUE), null);
    refuses(
        rule,
        NOW.minus(Duration.ofDays(2)).minusMillis(1),
        Instant.parse("0001-01-01T00:00:00Z"),
        Instant.ofEpochMilli(Long.MIN_VALUE));
  }

  @Test
  void shortTolerancesAreNamedInTheirUnit() {
    assertThat(textOf(Duration.ZERO)).isEqualTo("at most 0 seconds ahead of the job's clock");
    assertThat(textOf(Duration.ofSeconds(90)))
        .isEqualTo("at most 90 seconds ahead of the job's clock");
    assertThat(textOf(Duration.ofMillis(500))).isEqualTo("at most 500 ms ahead of the job's clock");
  }

  private static String textOf(Duration tolerance) {
    return StandardRules.<Box<Instant>>notInFuture("event_time", Box::value, tolerance).text();
  }

  @SafeVarargs
  private static <V> void accepts(Rule<Box<V>> rule, V... values) {
    for (V value : values) {
      assertThat(rule.check().holds(Box.of(value), NOW.toEpochMilli()))
          .as("%s of %s", rule.id(), value)
          .isTrue();
    }
  }

  @SafeVarargs
  private static <V> void refuses(Rule<Box<V>> rule, V... values) {
    for (V value : values) {
      assertThat(rule.check().holds(Box.of(value), NOW.toEpochMilli()))
          .as("%s of %s", rule.id(), value)
          .isFalse();
    }
  }
}
