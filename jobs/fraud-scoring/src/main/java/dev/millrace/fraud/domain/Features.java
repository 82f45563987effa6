package dev.millrace.fraud.domain;

import dev.millrace.payments.Transaction;
import java.time.DayOfWeek;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The figures a payment is scored by: the 15 of the Fraud Detection Handbook (Le Borgne et al.,
 * chapter 3), from what is known when the payment is made.
 *
 * @param amountMinor amount in minor units
 * @param weekend whether it is made on a Saturday or Sunday, UTC
 * @param night whether it is made between 00:00 and 06:59, UTC
 * @param card the card's activity, this payment included
 * @param terminal what is known of the terminal
 */
public record Features(
    long amountMinor, boolean weekend, boolean night, CardActivity card, TerminalRisk terminal) {
  private static final int LAST_NIGHT_HOUR = 6;

  public static Features of(Transaction payment, CardActivity card, TerminalRisk terminal) {
    ZonedDateTime time = payment.getEventTime().atZone(ZoneOffset.UTC);
    DayOfWeek day = time.getDayOfWeek();
    return new Features(
        payment.getAmountMinor(),
        day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY,
        time.getHour() <= LAST_NIGHT_HOUR,
        card,
        terminal);
  }

  /** The figures under the names by which decisions carry them. */
  public Map<String, Double> byName() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("amountMinor", (double) amountMinor);
    figures.put("weekend", weekend ? 1.0 : 0.0);
    figures.put("night", night ? 1.0 : 0.0);
    figures.put("cardCount1d", (double) card.count1d());
    figures.put("cardCount7d", (double) card.count7d());
    figures.put("cardCount30d", (double) card.count30d());
    figures.put("cardMeanMinor1d", card.mean1d());
    figures.put("cardMeanMinor7d", card.mean7d());
    figures.put("cardMeanMinor30d", card.mean30d());
    figures.put("terminalCount1d", (double) terminal.count1d());
    figures.put("terminalCount7d", (double) terminal.count7d());
    figures.put("terminalCount30d", (double) terminal.count30d());
    figures.put("terminalFraudRate1d", terminal.fraudRate1d());
    figures.put("terminalFraudRate7d", terminal.fraudRate7d());
    figures.put("terminalFraudRate30d", terminal.fraudRate30d());
    return figures;
  }
}
