package dev.millrace.fraud.domain;

import dev.millrace.payments.Transaction;
import java.time.DayOfWeek;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** Figures of the payment alone: amount and time. */
public final class PaymentFigures {
  private static final int LAST_NIGHT_HOUR = 6;

  private PaymentFigures() {}

  public static void into(Features features, Transaction payment) {
    ZonedDateTime time = payment.getEventTime().atZone(ZoneOffset.UTC);
    DayOfWeek day = time.getDayOfWeek();
    features.set(Feature.AMOUNT_MINOR, payment.getAmountMinor());
    features.set(Feature.WEEKEND, day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY);
    features.set(Feature.NIGHT, time.getHour() <= LAST_NIGHT_HOUR);
  }
}
