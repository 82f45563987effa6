package dev.millrace.simulator.payments;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;

/**
 * Makes ids of numbers.
 *
 * @param transactions what the transaction ids begin with
 * @param cards what the card ids begin with
 * @param terminals what the terminal ids begin with
 * @param merchants what the merchant ids begin with
 * @param devices what the device ids begin with
 */
public record Naming(
    String transactions, String cards, String terminals, String merchants, String devices) {
  public Naming {
    requireNonNull(transactions, "transactions");
    requireNonNull(cards, "cards");
    requireNonNull(terminals, "terminals");
    requireNonNull(merchants, "merchants");
    requireNonNull(devices, "devices");
  }

  /** Names of the handbook's data: {@code tx-17}, {@code card-596}, {@code terminal-3156}. */
  public static Naming handbook() {
    return new Naming("tx-", "card-", "terminal-", "merchant-", "device-");
  }

  /**
   * Names of a synthetic world: {@code sim-42-17}, {@code card-42-596}, {@code terminal-42-3156}.
   * Each seed is a world of its own, so that two runs never touch each other's cards.
   */
  public static Naming synthetic(long seed) {
    return new Naming(
        "sim-" + seed + "-",
        "card-" + seed + "-",
        "terminal-" + seed + "-",
        "merchant-" + seed + "-",
        "device-" + seed + "-");
  }

  public String transactionId(long number) {
    return transactions + number;
  }

  public String cardId(long number) {
    return cards + number;
  }

  public String terminalId(long number) {
    return terminals + number;
  }

  public String merchantId(long number) {
    return merchants + number;
  }

  public String deviceId(long number) {
    return devices + number;
  }

  /** The number in a transaction id made here; empty if the id has another form. */
  public OptionalLong transactionNumber(CharSequence id) {
    int begin = transactions.length();
    int digits = id.length() - begin;
    if (digits < 1 || digits > 18) {
      return OptionalLong.empty();
    }
    for (int i = 0; i < begin; i++) {
      if (id.charAt(i) != transactions.charAt(i)) {
        return OptionalLong.empty();
      }
    }
    long number = 0;
    for (int i = begin; i < id.length(); i++) {
      int digit = id.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return OptionalLong.empty();
      }
      number = number * 10 + digit;
    }
    return OptionalLong.of(number);
  }
}
