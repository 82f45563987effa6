package dev.millrace.simulator.payments;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;

/**
 * Payments from a file in the format of the Fraud Detection Handbook: CSV, gzipped or not, with the
 * columns below in any order, sorted by time. Blank lines are skipped.
 */
public final class HandbookFile implements PaymentStream {
  private static final String ID = "TRANSACTION_ID";
  private static final String TIME = "TX_DATETIME";
  private static final String CUSTOMER = "CUSTOMER_ID";
  private static final String TERMINAL = "TERMINAL_ID";
  private static final String AMOUNT = "TX_AMOUNT";
  private static final String FRAUD = "TX_FRAUD";
  private static final String SCENARIO = "TX_FRAUD_SCENARIO";

  /** By the number that the file gives them. */
  private static final List<FraudScenario> SCENARIOS =
      List.of(
          FraudScenario.LEGITIMATE,
          FraudScenario.LARGE_AMOUNT,
          FraudScenario.COMPROMISED_TERMINAL,
          FraudScenario.COMPROMISED_CARD);

  private static final int GZIP_MAGIC = 0x1f;

  private final Path file;
  private final BufferedReader reader;
  private final int columns;
  private final int id;
  private final int time;
  private final int customer;
  private final int terminal;
  private final int amount;
  private final int fraud;
  private final int scenario;

  private long line;
  private String lastDate = "";
  private long lastDateMillis;
  private Payment next;

  private HandbookFile(Path file, BufferedReader reader) throws IOException {
    this.file = file;
    this.reader = reader;
    List<String> header = split(readLine());
    this.columns = header.size();
    this.id = column(header, ID);
    this.time = column(header, TIME);
    this.customer = column(header, CUSTOMER);
    this.terminal = column(header, TERMINAL);
    this.amount = column(header, AMOUNT);
    this.fraud = column(header, FRAUD);
    this.scenario = column(header, SCENARIO);
    this.next = read();
  }

  /**
   * Opens a file.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if it is not in the format, naming line and column; reading on
   *     may throw it too
   */
  public static HandbookFile open(Path file) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(unzipped(file), StandardCharsets.UTF_8), 1 << 16);
    try {
      return new HandbookFile(file, reader);
    } catch (IOException | RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  private static InputStream unzipped(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      in.mark(1);
      boolean zipped = in.read() == GZIP_MAGIC;
      in.reset();
      return zipped ? new GZIPInputStream(in, 1 << 16) : in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Payment next() {
    if (next == null) {
      throw new NoSuchElementException(file + " has no more payments");
    }
    Payment payment = next;
    try {
      next = read();
    } catch (IOException e) {
      throw new UncheckedIOException("%s, line %d: %s".formatted(file, line, e.getMessage()), e);
    }
    if (next != null && next.eventTime() < payment.eventTime()) {
      throw wrong(TIME, "is before that of the line above: the file must be sorted by time", "");
    }
    return payment;
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + file, e);
    }
  }

  private Payment read() throws IOException {
    String text = readLine();
    // Files that were put together by hand have some, also in the middle.
    while (text != null && text.isBlank()) {
      text = readLine();
    }
    if (text == null) {
      return null;
    }
    List<String> fields = split(text);
    if (fields.size() != columns) {
      throw new IllegalArgumentException(
          "%s, line %d: %d fields, the header has %d"
              .formatted(file, line, fields.size(), columns));
    }
    return new Payment(
        whole(ID, fields.get(id)),
        whole(CUSTOMER, fields.get(customer)),
        whole(TERMINAL, fields.get(terminal)),
        minor(fields.get(amount)),
        millis(fields.get(time)),
        scenario(fields.get(fraud), fields.get(scenario)));
  }

  private String readLine() throws IOException {
    line++;
    return reader.readLine();
  }

  private static List<String> split(String text) {
    if (text == null) {
      return List.of();
    }
    String[] fields = new String[8];
    int count = 0;
    int begin = 0;
    for (int comma = text.indexOf(','); comma >= 0; comma = text.indexOf(',', begin)) {
      if (count == fields.length - 1) {
        return new ArrayList<>(Arrays.asList(text.split(",", -1)));
      }
      fields[count++] = text.substring(begin, comma);
      begin = comma + 1;
    }
    fields[count++] = text.substring(begin);
    return Arrays.asList(fields).subList(0, count);
  }

  private int column(List<String> header, String name) {
    int column = header.indexOf(name);
    if (column < 0) {
      throw new IllegalArgumentException(
          "%s: the first line must name a column %s, is: %s"
              .formatted(file, name, String.join(",", header)));
    }
    return column;
  }

  private long whole(String column, String text) {
    try {
      long value = Long.parseLong(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw wrong(column, "must be a whole number, 0 or above", text, e);
    }
    throw wrong(column, "must be a whole number, 0 or above", text);
  }

  private long minor(String text) {
    try {
      return new BigDecimal(text)
          .movePointRight(2)
          .setScale(0, RoundingMode.HALF_UP)
          .longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw wrong(AMOUNT, "must be an amount such as 57.16", text, e);
    }
  }

  /** Reads {@code 2018-04-01T00:00:31Z}, also with a space for the T or without the Z. */
  private long millis(String text) {
    try {
      String date = text.substring(0, 10);
      if (!date.equals(lastDate)) {
        lastDateMillis = LocalDate.parse(date).toEpochDay() * 86_400_000L;
        lastDate = date;
      }
      int length = text.length();
      boolean wellFormed =
          (length == 19 || (length == 20 && text.charAt(19) == 'Z'))
              && (text.charAt(10) == 'T' || text.charAt(10) == ' ')
              && text.charAt(13) == ':'
              && text.charAt(16) == ':';
      int hour = Integer.parseInt(text, 11, 13, 10);
      int minute = Integer.parseInt(text, 14, 16, 10);
      int second = Integer.parseInt(text, 17, 19, 10);
      if (wellFormed
          && hour >= 0
          && hour < 24
          && minute >= 0
          && minute < 60
          && second >= 0
          && second < 60) {
        return lastDateMillis + ((hour * 60L + minute) * 60 + second) * 1000;
      }
    } catch (DateTimeException | IndexOutOfBoundsException | NumberFormatException e) {
      throw wrong(TIME, "must be a time such as 2018-04-01T00:00:31Z", text, e);
    }
    throw wrong(TIME, "must be a time such as 2018-04-01T00:00:31Z", text);
  }

  private FraudScenario scenario(String fraudText, String scenarioText) {
    long number = whole(SCENARIO, scenarioText);
    if (number >= SCENARIOS.size()) {
      throw wrong(SCENARIO, "must be 0 to 3", scenarioText);
    }
    FraudScenario kind = SCENARIOS.get((int) number);
    if (whole(FRAUD, fraudText) != (kind.fraud() ? 1 : 0)) {
      throw wrong(FRAUD, "must be 1 where %s is above 0, else 0".formatted(SCENARIO), fraudText);
    }
    return kind;
  }

  private IllegalArgumentException wrong(String column, String rule, String value) {
    return wrong(column, rule, value, null);
  }

  private IllegalArgumentException wrong(
      String column, String rule, String value, Exception cause) {
    String is = value.isEmpty() ? "" : ", is '%s'".formatted(value);
    return new IllegalArgumentException(
        "%s, line %d: %s %s%s".formatted(file, line, column, rule, is), cause);
  }
}
