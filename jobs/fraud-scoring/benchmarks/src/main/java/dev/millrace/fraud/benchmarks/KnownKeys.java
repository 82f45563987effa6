package dev.millrace.fraud.benchmarks;

import dev.millrace.fraud.domain.CardActivity;
import dev.millrace.fraud.domain.CardHabits;
import dev.millrace.fraud.domain.CardPlaces;
import dev.millrace.fraud.domain.CardsSeen;
import dev.millrace.fraud.domain.Feature;
import dev.millrace.fraud.domain.Features;
import dev.millrace.fraud.domain.History;
import dev.millrace.fraud.domain.PaymentFigures;
import dev.millrace.fraud.domain.TerminalAmounts;
import dev.millrace.fraud.domain.TerminalFrauds;
import dev.millrace.fraud.domain.TerminalRisk;
import dev.millrace.payments.EntryMode;
import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/**
 * What is known of a card, a terminal and a device after many payments, and what a payment more
 * costs: the steps of the job's operators, on their state.
 */
final class KnownKeys {
  static final Duration LABEL_DELAY = Duration.ofDays(7);

  private static final Instant END = Instant.parse("2026-03-31T12:00:00Z");
  private static final int DAYS = 30;

  private final int cardPayments;
  private final int terminalPayments;
  private History card = History.EMPTY;
  private CardPlaces places = CardPlaces.EMPTY;
  private History terminal = History.EMPTY;
  private TerminalAmounts amounts = TerminalAmounts.EMPTY;
  private CardsSeen terminalCards = CardsSeen.EMPTY;
  private CardsSeen deviceCards = CardsSeen.EMPTY;
  private final Random random = new Random(1);

  private KnownKeys(int cardPayments, int terminalPayments) {
    this.cardPayments = cardPayments;
    this.terminalPayments = terminalPayments;
  }

  /** A card with 60 payments in 30 days and a terminal with 100. */
  static KnownKeys typical() {
    return new KnownKeys(60, 100).filled();
  }

  /** As much as state can hold. */
  static KnownKeys full() {
    return new KnownKeys(History.MAX_MOMENTS, History.MAX_MOMENTS).filled();
  }

  private KnownKeys filled() {
    boolean full = cardPayments == History.MAX_MOMENTS;
    for (int i = 0; i < cardPayments; i++) {
      Transaction payment = payment(at(i, cardPayments), "card", terminalOf(i, full));
      card = CardActivity.remember(card, payment);
      places = places.with(payment);
    }
    for (int i = 0; i < terminalPayments; i++) {
      Transaction payment = payment(at(i, terminalPayments), "card-" + i, "terminal");
      terminal = TerminalRisk.remember(terminal, payment, LABEL_DELAY);
      amounts = amounts.with(payment.getEventTime().toEpochMilli(), full ? 3 : 1);
      terminalCards =
          terminalCards.with(payment.getCardId(), payment.getEventTime().toEpochMilli());
      if (i % 50 == 0) {
        terminal = TerminalRisk.remember(terminal, fraud(payment), LABEL_DELAY);
      }
    }
    for (int i = 0; i < (full ? CardsSeen.MAX_CARDS : 2); i++) {
      deviceCards = deviceCards.with("card-" + i, END.toEpochMilli() - i);
    }
    return this;
  }

  /** Typical cards return to a dozen terminals. */
  private static String terminalOf(int payment, boolean full) {
    return "terminal-" + (full ? payment : payment % 12);
  }

  private static Instant at(int payment, int payments) {
    return END.minus(Duration.ofDays(DAYS))
        .plus(Duration.ofDays(DAYS).multipliedBy(payment).dividedBy(payments));
  }

  Transaction payment() {
    return payment(END, "card", "terminal");
  }

  private Transaction payment(Instant time, String cardId, String terminalId) {
    return Transaction.newBuilder()
        .setTransactionId("payment")
        .setCardId(cardId)
        .setTerminalId(terminalId)
        .setAmountMinor(Math.round(5_000 * Math.exp(random.nextGaussian())))
        .setCurrency("EUR")
        .setEventTime(time)
        .setMerchantId(terminalId)
        .setMerchantCountry("BE")
        .setDeviceId("device")
        .setLatitude(50.8)
        .setLongitude(4.3)
        .setEntryMode(EntryMode.CHIP)
        .build();
  }

  private static FraudLabel fraud(Transaction payment) {
    return FraudLabel.newBuilder()
        .setTransactionId(payment.getTransactionId())
        .setCardId(payment.getCardId())
        .setTerminalId(payment.getTerminalId())
        .setTransactionTime(payment.getEventTime())
        .setEventTime(payment.getEventTime().plus(LABEL_DELAY))
        .setFraud(true)
        .build();
  }

  /** What the card's history says, and the history with the payment. */
  History cardStep(Features features, Transaction payment) {
    PaymentFigures.into(features, payment);
    CardActivity.at(card, payment).into(features);
    CardHabits.into(features, card, payment);
    return CardActivity.remember(card, payment);
  }

  /** What the card's places say, and the places with the payment's. */
  CardPlaces placesStep(Features features, Transaction payment) {
    places.into(features, payment);
    return places.with(payment);
  }

  /** What the device's cards say, the payment's among them. */
  CardsSeen deviceStep(Features features, Transaction payment) {
    long time = payment.getEventTime().toEpochMilli();
    CardsSeen seen = deviceCards.with(payment.getCardId(), time);
    seen.intoDevice(features, time);
    return seen;
  }

  /** What the terminal's history and amounts say, and what is known of it with the payment. */
  TerminalState terminalStep(Features features, Transaction payment) {
    long time = payment.getEventTime().toEpochMilli();
    TerminalRisk.at(terminal, payment, LABEL_DELAY).into(features);
    TerminalFrauds.into(features, terminal, amounts, payment, LABEL_DELAY);
    CardsSeen seen = terminalCards.with(payment.getCardId(), time);
    seen.intoTerminal(features, time);
    return new TerminalState(
        TerminalRisk.remember(terminal, payment, LABEL_DELAY),
        amounts.with(time, features.of(Feature.CARD_AMOUNT_TO_USUAL)),
        seen);
  }

  /** All that is known of the terminal. */
  TerminalState terminalState() {
    return new TerminalState(terminal, amounts, terminalCards);
  }

  History cardHistory() {
    return card;
  }

  CardPlaces cardPlaces() {
    return places;
  }

  CardsSeen deviceCards() {
    return deviceCards;
  }

  /** The state of a terminal. */
  record TerminalState(History history, TerminalAmounts amounts, CardsSeen cards) {}
}
