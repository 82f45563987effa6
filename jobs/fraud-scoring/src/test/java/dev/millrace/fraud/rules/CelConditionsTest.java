package dev.millrace.fraud.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.fraud.Payments;
import dev.millrace.fraud.domain.FailedConditionException;
import dev.millrace.fraud.domain.Feature;
import dev.millrace.fraud.domain.Features;
import dev.millrace.fraud.domain.InvalidConditionException;
import dev.millrace.payments.Transaction;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CelConditionsTest {
  private static final CelConditions CONDITIONS = new CelConditions();

  private final Transaction payment =
      Payments.payment("a").setMerchantCountry("BE").setAmountMinor(1_000).build();
  private final Features features = features();

  private static Features features() {
    Features features = Features.none();
    features.set(Feature.AMOUNT_MINOR, 1_000);
    features.set(Feature.CARD_COUNT_1D, 6);
    return features;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cardCount1d > 5",
        "cardCount1d == 6 && 6 == cardCount1d && cardCount1d != 7",
        "cardCount1d == 6.0",
        "amountMinor == amount_minor",
        "amountMinor * 2 > 1999 && 2 * amountMinor - 1 == 1999 && amountMinor / 3 < 333.4",
        "amount_minor / 3 == 333",
        "weekend == 0",
        "merchant_country == 'BE'",
        "merchant_country in ['BE', 'NL']",
        "merchant_category == null && merchant_country != null",
        "latitude == null || latitude > 50",
        "entry_mode == 'UNKNOWN' && authentication != 'FAILED'",
        "event_time > timestamp('2026-03-04T11:59:59Z')",
        "event_time.getHours() == 12 && event_time.getHours('Europe/Brussels') == 13",
        "event_time - timestamp('2026-03-04T11:00:00Z') <= duration('1h')",
        "card_id.startsWith('card-') && size(card_id) == 6 && currency == 'EUR'",
        "card_id.matches('^card-[0-9]{1,4}$')",
        "true || amount_minor / 0 == 1",
        "cardCount1d > 5\n  && currency == 'EUR'"
      })
  void holds(String expression) throws Exception {
    assertThat(CONDITIONS.compile(expression).holds(payment, features)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cardCount1d > 6",
        "merchant_category == '5999'",
        "merchant_category in ['5999']",
        "latitude != null && latitude > 50",
        "card_id.matches('^(x+x+)+y$')",
        "false && amount_minor / 0 == 1"
      })
  void doesNotHold(String expression) throws Exception {
    assertThat(CONDITIONS.compile(expression).holds(payment, features)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "latitude > 50",
        "amount_minor / 0 > 1",
        "amountMinor / 0 > 1",
        "amountMinor / weekend > 1.0",
        "amount_minor / weekend > 1.0",
        "dyn(1)"
      })
  void failsWithoutAnAnswer(String expression) throws Exception {
    var condition = CONDITIONS.compile(expression);

    assertThatThrownBy(() -> condition.holds(payment, features))
        .isInstanceOf(FailedConditionException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          foo > 1                       | 1:1 undeclared reference to 'foo'
          cardCount1d >                 | 1:14 mismatched input '<EOF>'
          cardCount1d                   | 1:1 expected type 'bool' but found 'double'
          card_id > 5                   | 1:9 found no matching overload for '>' applied to '(string, int)'
          cardCount1d in [5, 6]         | 1:13 found no matching overload for 'in' applied to '(double, list(int))'
          !weekend                      | 1:1 found no matching overload for '!' applied to '(double)'
          [1, 2].all(x, x > 0)          | 1:11 undeclared reference to 'all'
          has(card_id.x)                | 1:4 undeclared reference to 'has'
          event_time > timestamp('x')   | 1:24 timestamp validation failed. Reason: evaluation error: Text 'x' could not be parsed at index 0
          card_id.matches('[')          | 1:17 regular expression: error parsing regexp: missing closing ]: `[`
          card_id.matches('(a)\\\\1')   | 1:17 regular expression: error parsing regexp: invalid escape sequence: `\\1`
          card_id.matches('(a{200}){200}') | 1:17 regular expression becomes 40000 instructions or more, the most are 1000
          card_id.matches('((a{9,1000}){1000}){1000,}') | 1:17 regular expression becomes 1000000000 instructions or more, the most are 1000
          card_id.matches('(a{500})\\\\w(b{2})(xy{3})') | 1:17 regular expression becomes 3000 instructions or more, the most are 1000
          card_id.matches(currency)     | 1:17 regular expression must be a text in quotes
          " "                           | 1:1 is blank
          """)
  void refuses(String expression, String complaint) {
    assertThatThrownBy(() -> CONDITIONS.compile(expression))
        .isInstanceOf(InvalidConditionException.class)
        .hasMessage(complaint);
  }

  @Test
  void saysTheLine() {
    assertThatThrownBy(() -> CONDITIONS.compile("cardCount1d > 5 &&\n  merchant_category == 5"))
        .isInstanceOf(InvalidConditionException.class)
        .hasMessage("2:21 found no matching overload for '==' applied to '(wrapper(string), int)'");
  }

  static Stream<String> hostile() {
    return Stream.of(
        "1" + "+1".repeat(900) + " > 0",
        "(".repeat(900) + "true" + ")".repeat(900),
        "[".repeat(900) + "]".repeat(900) + " == []",
        "true?".repeat(200) + "true" + ":true".repeat(200),
        "card_id" + ".size()".repeat(200) + " > 1",
        "dyn(card_id)" + ".a".repeat(800),
        "x".repeat(CelConditions.LONGEST + 1));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void refusesWhatIsTooLongOrTooDeep(String expression) {
    assertThatThrownBy(() -> CONDITIONS.compile(expression))
        .isInstanceOf(InvalidConditionException.class);
  }

  @Test
  void evaluatesTheLongestWithoutHarm() throws Exception {
    String term = "cardCount1d > 5 && ";
    String longest = term.repeat(CelConditions.LONGEST / term.length() - 1) + "true";

    assertThat(CONDITIONS.compile(longest).holds(payment, features)).isTrue();
    assertThat(CONDITIONS.compile("!".repeat(1_900) + "true").holds(payment, features)).isTrue();
  }

  @Test
  void knowsEveryFieldAndEveryFigure() throws Exception {
    for (Schema.Field field : Transaction.getClassSchema().getFields()) {
      CONDITIONS.compile("%1$s == %1$s".formatted(field.name())).holds(payment, features);
    }
    for (Feature feature : Feature.values()) {
      CONDITIONS.compile("%s > 1".formatted(feature.key())).holds(payment, features);
    }
  }

  @Test
  void noFigureHasTheNameOfAField() {
    assertThat(Variable.all())
        .hasSize(
            Transaction.getClassSchema().getFields().size()
                + (int) Arrays.stream(Feature.values()).map(Feature::key).distinct().count());
  }
}
