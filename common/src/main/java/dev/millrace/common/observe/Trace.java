package dev.millrace.common.observe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The sampled trace that an input record belongs to, as its sender says in the record's header.
 *
 * @param traceId 32 hexadecimal digits
 * @param parentId the sender's span, 16 hexadecimal digits
 * @param takenUpAt when the job began with the record, milliseconds since 1970: in its first task,
 *     or in the first one that follows the record's key
 */
public record Trace(String traceId, String parentId, long takenUpAt) {

  /** Name of the header, see <a href="https://www.w3.org/TR/trace-context/">Trace Context</a>. */
  public static final String HEADER = "traceparent";

  /** How Flink serializes it. */
  public static final TypeInformation<Trace> TYPE =
      Types.POJO(
          Trace.class,
          Map.of("traceId", Types.STRING, "parentId", Types.STRING, "takenUpAt", Types.LONG));

  private static final Pattern FORM =
      Pattern.compile(
          "(?<version>[0-9a-f]{2})-(?<trace>[0-9a-f]{32})-(?<parent>[0-9a-f]{16})-[0-9a-f]{2}");

  private static final int LENGTH = 55;
  private static final String FIRST_VERSION = "00";
  private static final String NO_VERSION = "ff";
  private static final int SAMPLED = 1;

  public Trace {
    requireNonNull(traceId);
    requireNonNull(parentId);
  }

  /**
   * The trace that a header names. Null without a header, where the sender does not record its
   * trace, and where the header has not the standard's form, which is to count as none.
   *
   * @param header value of the header, or null
   * @param now milliseconds since 1970
   */
  public static Trace sampled(byte[] header, long now) {
    // Most senders that trace record few of their traces: the digit that says so is cheap to ask.
    if (header == null
        || header.length < LENGTH
        || (Character.digit(header[LENGTH - 1], 16) & SAMPLED) == 0) {
      return null;
    }
    Matcher fields = FORM.matcher(new String(header, 0, LENGTH, ISO_8859_1));
    if (!fields.matches()
        || !endsAsItMay(header, fields.group("version"))
        || isZero(fields.group("trace"))
        || isZero(fields.group("parent"))) {
      return null;
    }
    return new Trace(fields.group("trace"), fields.group("parent"), now);
  }

  /** Versions to come may go on behind a dash. */
  private static boolean endsAsItMay(byte[] header, String version) {
    return switch (version) {
      case FIRST_VERSION -> header.length == LENGTH;
      case NO_VERSION -> false;
      default -> header.length == LENGTH || header[LENGTH] == '-';
    };
  }

  private static boolean isZero(String id) {
    return id.chars().allMatch(digit -> digit == '0');
  }
}
