package dev.millrace.common.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.job.InvalidOptionsException;
import dev.millrace.common.job.OptionReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseOptionsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db:5432/millrace",
        "jdbc:postgresql://10.0.0.1:5432,db-2.example.org:5433/millrace?targetServerType=primary",
        "jdbc:postgresql://[::1]:5432/millrace?sslmode=verify-full&passfile=/x",
      })
  void anAddressIsTaken(String url) {
    assertThat(read(url).url()).isEqualTo(url);
  }

  @ParameterizedTest
  @CsvSource({
    "postgres:x, postgres:x",
    "jdbc:postgresql://db/millrace, jdbc:postgresql://db/millrace",
    "jdbc:postgresql://db:5432, jdbc:postgresql://db:5432",
    "jdbc:postgresql://db:5432/, jdbc:postgresql://db:5432/",
    "jdbc:postgresql://db:port/millrace, jdbc:postgresql://db:port/millrace",
    "'jdbc:postgresql://a:1,b/millrace', 'jdbc:postgresql://a:1,b/millrace'",
    "jdbc:postgresql://db:5432/mill race, jdbc:postgresql://db:5432/mill race",
    "jdbc:postgresql://db:5432/x?password=hidden, jdbc:postgresql://db:5432/x?password=***",
    "jdbc:postgresql://db:5432/x?a=b&Password=hidden&c=d, jdbc:postgresql://db:5432/x?a=b&Password=***&c=d",
    "jdbc:postgresql://db:5432/x?sslpassword=hidden, jdbc:postgresql://db:5432/x?sslpassword=***",
    "jdbc:postgresql://me:hidden@db:5432/x, jdbc:postgresql://***@db:5432/x",
    "jdbc:postgresql://me:hid/den@db:5432/x, jdbc:postgresql://***@db:5432/x",
    "jdbc:postgresql://me:hid@den@db:5432/x, jdbc:postgresql://***@db:5432/x",
  })
  void allElseIsRefusedAndItsSecretsAreNotShown(String url, String shown) {
    assertThatThrownBy(() -> read(url))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessageContaining(
            "database.url: must be a JDBC address jdbc:postgresql://host:port/database without a"
                + " password, got '"
                + shown
                + "'");
  }

  private static DatabaseOptions read(String url) {
    String[] arguments = {"-Ddatabase.url=" + url, "-Ddatabase.password-file=/secret"};
    OptionReader reader = OptionReader.of(arguments, DatabaseOptions.ALL);
    DatabaseOptions options = DatabaseOptions.read(reader);
    reader.finish();
    return options;
  }
}
