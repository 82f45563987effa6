package dev.millrace.common.quality;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparingInt;

import dev.millrace.common.contract.CutBytesDeserializer;
import dev.millrace.common.contract.RawRecord;
import dev.millrace.suite.DeadLetter;
import dev.millrace.suite.Header;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes dead letters: the refused record as it came, with the reason.
 *
 * <p>Three things are not kept: card numbers, which are masked, because who reads dead letters has
 * no right to them; what makes a record larger than {@link #LARGEST}, because a dead letter must
 * itself fit into a Kafka record; and control characters in the names of headers, which become '?',
 * because no table takes all of them. Such a letter is not {@linkplain DeadLetter#getIntact intact}
 * and says so.
 */
public final class DeadLetters {

  /** Topic of all dead letters of the suite, keyed by the original topic. */
  public static final String TOPIC = "suite.dead-letters";

  /** Bytes of the largest letter: Kafka takes no larger records unless it is told otherwise. */
  public static final int LARGEST_LETTER = 1024 * 1024;

  /** Bytes of key, value and headers together that are kept; the rest is for the envelope. */
  public static final int LARGEST = 900 * 1024;

  /** So much of it is for the key, and as much for the headers. */
  private static final int LARGEST_PART = 64 * 1024;

  /**
   * What a header counts beside its bytes: more than it takes in the letter, so that headers of no
   * bytes are bounded too, to fewer than {@code input.max-collection-items} lets pass by default.
   */
  private static final int HEADER_BYTES = 16;

  /** Most headers that a letter keeps. */
  public static final int MOST_HEADERS = LARGEST_PART / HEADER_BYTES;

  /** Most characters of a detail: it may hold a value, and a value may be as large as a record. */
  private static final int LONGEST_DETAIL = 8 * 1024;

  private DeadLetters() {}

  /**
   * The dead letter of a record. Depends on its arguments only, so that a record refused again
   * after a failure gives the same letter under the same id.
   *
   * @param job the job that refuses the record
   */
  public static DeadLetter of(String job, RawRecord raw, Refusal refusal) {
    return of(job, job, raw, refusal);
  }

  /**
   * The dead letter of a record that one of a job's tables refused. Its id names the table, too:
   * another table may refuse the same record for another reason.
   */
  public static DeadLetter ofTable(String job, String table, RawRecord raw, Refusal refusal) {
    return of(job, job + "/" + table, raw, refusal);
  }

  private static DeadLetter of(String job, String origin, RawRecord raw, Refusal refusal) {
    Copy copy = new Copy(refusal);
    if (CutBytesDeserializer.wasCut(raw.headerNames())) {
      copy.cut();
    }
    ByteBuffer key = copy.of(raw.key(), LARGEST_PART);
    List<Header> headers = headers(raw, copy);
    ByteBuffer value = copy.of(raw.value(), LARGEST - 2 * LARGEST_PART);
    return DeadLetter.newBuilder()
        .setId("%s/%s/%d/%d".formatted(origin, raw.topic(), raw.partition(), raw.offset()))
        .setJob(job)
        .setStage(refusal.stage())
        .setReason(refusal.reason())
        .setDetail(shortened(refusal.detail()) + copy.note())
        .setSource(raw.source())
        .setRecordTime(Instant.ofEpochMilli(raw.timestamp()))
        .setKey(key)
        .setValue(value)
        .setHeaders(headers)
        .setIntact(copy.isIntact())
        .build();
  }

  private static String shortened(String detail) {
    return detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL) + "...";
  }

  private static List<Header> headers(RawRecord raw, Copy copy) {
    List<Header> headers = new ArrayList<>(Math.min(raw.headerNames().length, MOST_HEADERS));
    int left = LARGEST_PART;
    for (int i = 0; i < raw.headerNames().length; i++) {
      left -= HEADER_BYTES;
      if (left < 0 || raw.headerNames()[i].length() > left) {
        copy.cut();
        break;
      }
      String name = copy.of(raw.headerNames()[i]);
      left -= name.getBytes(UTF_8).length;
      if (left < 0) {
        copy.cut();
        break;
      }
      ByteBuffer value = copy.of(raw.headerValues()[i], left);
      left -= value == null ? 0 : value.remaining();
      headers.add(new Header(name, value));
    }
    return headers;
  }

  /** Copies the parts of one record and notes what was changed. */
  private static final class Copy {
    /** A record with more is not worth the search for each of them: its bytes are left out. */
    private static final int MOST_SECRETS = 1_000;

    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

    private final List<byte[]> secrets;
    private boolean masked;
    private boolean cut;
    private boolean replaced;

    Copy(Refusal refusal) {
      // The longest first: one within another would hide the rest of it from the search.
      secrets =
          refusal.secrets().stream()
              .map(text -> text.getBytes(UTF_8))
              .sorted(comparingInt((byte[] secret) -> secret.length).reversed())
              .toList();
    }

    ByteBuffer of(byte[] bytes, int most) {
      if (bytes == null) {
        return null;
      }
      if (secrets.size() > MOST_SECRETS) {
        cut();
        return null;
      }
      byte[] kept = bytes;
      if (bytes.length > most) {
        kept = Arrays.copyOf(bytes, most);
        cut();
      }
      byte[] clean = kept;
      for (byte[] secret : secrets) {
        clean = CardNumbers.masked(clean, secret);
      }
      clean = CardNumbers.masked(clean);
      masked |= clean != kept;
      return ByteBuffer.wrap(clean);
    }

    String of(String name) {
      String clean = CardNumbers.masked(name);
      masked |= !clean.equals(name);
      String printable = CONTROL.matcher(clean).replaceAll("?");
      replaced |= !printable.equals(clean);
      return printable;
    }

    void cut() {
      cut = true;
    }

    boolean isIntact() {
      return !masked && !cut && !replaced;
    }

    String note() {
      return (masked ? "; a card number in the record is masked here" : "")
          + (cut ? "; the record is too large to be kept whole" : "")
          + (replaced ? "; control characters in the names of its headers are '?' here" : "");
    }
  }
}
