package dev.millrace.fraud;

import static dev.millrace.fraud.Payments.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.common.quality.RecordRules;
import dev.millrace.common.quality.Refusal;
import dev.millrace.common.quality.Rule;
import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule refuses something and accepts what is just right; one without its cases is found. */
class PaymentRulesTest {
  private static final FraudScoringOptions.Horizon HORIZON =
      new FraudScoringOptions.Horizon(Duration.ofHours(1), Duration.ofDays(3_650));
  private static final long NOW = NOON.toEpochMilli();

  private static final RecordRules<Transaction> PAYMENTS = PaymentRules.payments(HORIZON);
  private static final RecordRules<FraudLabel> LABELS = PaymentRules.labels(HORIZON);

  static Stream<Arguments> badPayments() {
    return Stream.of(
        bad(
            payment -> payment.setCardId("4111 1111 1111 1111"),
            "card_id.token",
            "card-number",
            "card_id must be a token, not a card number, got '**** **** **** 1111'"),
        bad(
            payment -> payment.setCardId(" "),
            "card_id.id",
            "card-id-invalid",
            "card_id must be 1 to 128 characters, none of them a control character, not blank, got"
                + " ' '"),
        bad(
            payment -> payment.setTransactionId(""),
            "transaction_id.id",
            "transaction-id-invalid",
            "transaction_id must be 1 to 128 characters, none of them a control character, not"
                + " blank, got ''"),
        bad(
            payment -> payment.setTerminalId("a\u0000b"),
            "terminal_id.id",
            "terminal-id-invalid",
            "terminal_id must be 1 to 128 characters, none of them a control character, not blank,"
                + " got 'a?b'"),
        bad(
            payment -> payment.setAmountMinor(-1),
            "amount_minor.range",
            "amount-negative",
            "amount_minor must be at least 0, got '-1'"),
        bad(
            payment -> payment.setAmountMinor(1_000_000_000_000_001L),
            "amount_minor.limit",
            "amount-too-large",
            "amount_minor must be at most 1000000000000000, got '1000000000000001'"),
        bad(
            payment -> payment.setCurrency("EURO"),
            "currency.iso-4217",
            "currency-unknown",
            "currency must be an ISO 4217 code, got 'EURO'"),
        bad(
            payment -> payment.setEventTime(NOON.plus(Duration.ofHours(1)).plusMillis(1)),
            "event_time.not-in-future",
            "event-time-in-future",
            "event_time must be at most 60 minutes ahead of the job's clock, got"
                + " '2026-03-04T13:00:00.001Z'"),
        bad(
            payment -> payment.setEventTime(NOON.minus(Duration.ofDays(3_650)).minusMillis(1)),
            "event_time.not-before-horizon",
            "event-time-too-old",
            "event_time must be at most 3650 days behind the job's clock, got"
                + " '2016-03-06T11:59:59.999Z'"),
        bad(
            payment -> payment.setMerchantCategory("groceries"),
            "merchant_category.iso-18245",
            "merchant-category-invalid",
            "merchant_category must be an ISO 18245 code of four digits, got 'groceries'"),
        bad(
            payment -> payment.setMerchantCountry("BEL"),
            "merchant_country.iso-3166-1",
            "merchant-country-unknown",
            "merchant_country must be an ISO 3166-1 code of two letters, got 'BEL'"),
        bad(
            payment -> payment.setBillingAmountMinor(100L),
            "billing_amount_minor.together",
            "billing-incomplete",
            "billing_amount_minor must be set together with billing_currency, got '100'"),
        bad(
            payment -> payment.setBillingAmountMinor(-1L).setBillingCurrency("USD"),
            "billing_amount_minor.range",
            "billing-amount-negative",
            "billing_amount_minor must be at least 0, got '-1'"),
        bad(
            payment -> payment.setBillingAmountMinor(Long.MAX_VALUE).setBillingCurrency("USD"),
            "billing_amount_minor.limit",
            "billing-amount-too-large",
            "billing_amount_minor must be at most 1000000000000000, got '9223372036854775807'"),
        bad(
            payment -> payment.setBillingAmountMinor(1L).setBillingCurrency("US"),
            "billing_currency.iso-4217",
            "billing-currency-unknown",
            "billing_currency must be an ISO 4217 code, got 'US'"),
        bad(
            payment -> payment.setMerchantId(" "),
            "merchant_id.id",
            "merchant-id-invalid",
            "merchant_id must be 1 to 128 characters, none of them a control character, not blank,"
                + " got ' '"),
        bad(
            payment -> payment.setDeviceId(""),
            "device_id.id",
            "device-id-invalid",
            "device_id must be 1 to 128 characters, none of them a control character, not blank,"
                + " got ''"),
        bad(
            payment -> payment.setLatitude(50.85),
            "latitude.together",
            "place-incomplete",
            "latitude must be set together with longitude, got '50.85'"),
        bad(
            payment -> payment.setLatitude(50_850_000.0).setLongitude(4.35),
            "latitude.range",
            "latitude-invalid",
            "latitude must be from -90 to 90 degrees, got '5.085E7'"),
        bad(
            payment -> payment.setLatitude(Double.NaN).setLongitude(4.35),
            "latitude.range",
            "latitude-invalid",
            "latitude must be from -90 to 90 degrees, got 'NaN'"),
        bad(
            payment -> payment.setLatitude(50.85).setLongitude(-180.1),
            "longitude.range",
            "longitude-invalid",
            "longitude must be from -180 to 180 degrees, got '-180.1'"));
  }

  @ParameterizedTest
  @MethodSource("badPayments")
  void refuses(
      UnaryOperator<Transaction.Builder> change, String rule, String reason, String detail) {
    Transaction payment = change.apply(Payments.payment("a")).build();

    Optional<Rule<Transaction>> broken = PAYMENTS.broken(payment, NOW);

    assertThat(broken).map(Rule::id).contains(rule);
    Refusal refusal = RecordRules.refusal(broken.orElseThrow(), payment);
    assertThat(refusal.reason()).isEqualTo(reason);
    assertThat(refusal.detail()).isEqualTo(detail);
  }

  static Stream<UnaryOperator<Transaction.Builder>> goodPayments() {
    return Stream.of(
        payment -> payment,
        payment -> payment.setCardId("x".repeat(128)),
        payment -> payment.setCardId("4111111111111112"), // no check digit: some token
        payment -> payment.setTransactionId("'; DROP TABLE fraud.decisions; --"),
        payment -> payment.setTerminalId("<script>alert(1)</script>"),
        payment -> payment.setAmountMinor(0),
        payment -> payment.setAmountMinor(1_000_000_000_000_000L),
        payment -> payment.setCurrency("JPY"),
        payment -> payment.setEventTime(NOON.plus(Duration.ofHours(1))),
        payment -> payment.setEventTime(NOON.minus(Duration.ofDays(3_650))),
        payment -> payment.setMerchantCategory("0742"),
        payment -> payment.setMerchantCountry("BE"),
        payment -> payment.setBillingAmountMinor(0L).setBillingCurrency("USD"),
        payment -> payment.setMerchantId("m".repeat(128)).setDeviceId("490154203237518"),
        payment -> payment.setLatitude(-90.0).setLongitude(180.0));
  }

  @ParameterizedTest
  @MethodSource("goodPayments")
  void accepts(UnaryOperator<Transaction.Builder> change) {
    assertThat(PAYMENTS.broken(change.apply(Payments.payment("a")).build(), NOW)).isEmpty();
  }

  static Stream<Arguments> badLabels() {
    return Stream.of(
        badLabel(label -> label.setCardId("4111111111111111"), "card_id.token"),
        badLabel(label -> label.setCardId(""), "card_id.id"),
        badLabel(label -> label.setTransactionId(""), "transaction_id.id"),
        badLabel(label -> label.setTerminalId(""), "terminal_id.id"),
        badLabel(
            label -> label.setEventTime(NOON.plus(Duration.ofHours(2))),
            "event_time.not-in-future"),
        badLabel(
            label -> label.setTransactionTime(Instant.EPOCH),
            "transaction_time.not-before-horizon"),
        badLabel(
            label -> label.setEventTime(label.getTransactionTime().minusMillis(1)),
            "event_time.after-payment"));
  }

  @ParameterizedTest
  @MethodSource("badLabels")
  void refusesLabels(UnaryOperator<FraudLabel.Builder> change, String rule) {
    assertThat(LABELS.broken(change.apply(label()).build(), NOW)).map(Rule::id).contains(rule);
  }

  @Test
  void acceptsLabels() {
    assertThat(LABELS.broken(label().build(), NOW)).isEmpty();
    assertThat(LABELS.broken(label().setEventTime(label().getTransactionTime()).build(), NOW))
        .isEmpty();
  }

  @Test
  void everyRuleHasACase() {
    assertThat(ids(PAYMENTS)).isEqualTo(cases(badPayments()));
    assertThat(ids(LABELS)).isEqualTo(cases(badLabels()));
  }

  @Test
  void aCardNumberIsFoundBeforeAnythingElse() {
    Transaction payment =
        Payments.payment("").setCardId("4111111111111111").setAmountMinor(-1).build();
    assertThat(PAYMENTS.broken(payment, NOW)).map(Rule::reason).contains("card-number");
  }

  private static <T> Set<String> ids(RecordRules<T> rules) {
    return rules.all().stream().map(Rule::id).collect(Collectors.toSet());
  }

  private static Set<String> cases(Stream<Arguments> cases) {
    return cases.map(arguments -> (String) arguments.get()[1]).collect(Collectors.toSet());
  }

  private static Arguments bad(
      UnaryOperator<Transaction.Builder> change, String rule, String reason, String detail) {
    return arguments(change, rule, reason, detail);
  }

  private static Arguments badLabel(UnaryOperator<FraudLabel.Builder> change, String rule) {
    return arguments(change, rule);
  }

  private static FraudLabel.Builder label() {
    Transaction payment = Payments.payment("a", Duration.ofDays(-7), 100);
    return FraudLabel.newBuilder(Payments.fraud(payment, Duration.ofDays(7)));
  }
}
