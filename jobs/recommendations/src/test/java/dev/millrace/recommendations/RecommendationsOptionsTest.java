package dev.millrace.recommendations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.job.InvalidOptionsException;
import dev.millrace.common.testing.ReadmeOptions;
import dev.millrace.recommendations.domain.BotRule;
import dev.millrace.recommendations.domain.Learning;
import dev.millrace.recommendations.domain.RankingSettings;
import dev.millrace.recommendations.domain.Variant;
import dev.millrace.recommendations.domain.Variants;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecommendationsOptionsTest {

  @Test
  void defaultsAreThoseOfTheReadme() {
    RecommendationsOptions.Recommending recommending = options().recommending();

    assertThat(recommending.sessions().variants()).isEqualTo(Variants.of(RankingSettings.DEFAULT));
    assertThat(recommending.sessions().learning())
        .isEqualTo(new Learning(6, 0.3, 0.4, 0.5, 0.012, 100))
        .isEqualTo(recommending.subjects().learning());
    assertThat(recommending.sessions().bots()).isEqualTo(new BotRule(10, 3_000));
    assertThat(recommending.duplicateRetention()).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void readmeListsTheOptions() {
    ReadmeOptions.assertUpToDate(RecommendationsOptions.ALL);
  }

  @Test
  void settingsAreTaken() {
    RecommendationsOptions.Recommending recommending =
        options(
                "-Dlearning.until=2026-11-25T12:00:00Z",
                "-Dsession.lateness=1 min",
                "-Dranking.seen=drop",
                "-Dexperiment.variants=calm 9; bold 1 exploration-share=0.1 seen=keep window=4")
            .recommending();

    assertThat(recommending.sessions().learnUntil())
        .isEqualTo(Instant.parse("2026-11-25T12:00:00Z"));
    assertThat(recommending.sessions().lateness()).isEqualTo(Duration.ofMinutes(1));
    assertThat(recommending.sessions().variants().all())
        .containsExactly(
            new Variant("calm", 9, new RankingSettings(6, 0.56, 0.5, 0.13, false, 0, 0, 0)),
            new Variant("bold", 1, new RankingSettings(4, 0.56, 0.5, 0.13, true, 0, 0, 0.1)));
  }

  @Test
  void eachTaskMayHaveOnePartOfTheTrends() {
    assertThat(options("-Djob.parallelism=8").recommending().sessions().shards()).isEqualTo(8);
  }

  @ParameterizedTest
  @CsvSource({"keep, true", "true, true", "drop, false", "false, false"})
  void aVariantKeepsWhatWasSeenOrDropsIt(String word, boolean seen) {
    // With the opposite for all that do not say.
    RecommendationsOptions.Recommending recommending =
        options(
                "-Dranking.seen=" + (seen ? "drop" : "keep"),
                "-Dexperiment.variants=a 1; b 1 seen=" + word)
            .recommending();

    assertThat(recommending.sessions().variants().all())
        .extracting(variant -> variant.settings().seen())
        .containsExactly(!seen, seen);
  }

  @Test
  void aVariantMayDifferInAllThatItNames() {
    RecommendationsOptions.Recommending recommending =
        options(
                "-Dexperiment.variants=a 1 window=30 position-decay=0.01 popularity-exponent=1"
                    + " seen=drop max-per-category=2 max-per-brand=3 exploration-share=0.4")
            .recommending();

    assertThat(recommending.sessions().variants().all())
        .containsExactly(
            new Variant("a", 1, new RankingSettings(30, 0.01, 0.5, 1, false, 2, 3, 0.4)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "learning.window=0 | learning.window: must be between 1 and 29, got '0'",
        "learning.until=noon | learning.until: must be a time such as 2026-11-25T12:00:00Z, got"
            + " 'noon'",
        "trends.shards=1 | trends.shards: must be at least job.parallelism (2), got '1'",
        "job.parallelism=9 | trends.shards: must be at least job.parallelism (9), got '8'",
        "ranking.seen=maybe | ranking.seen: must be keep or drop, got 'maybe'",
        "answers.items=5 | answers.items: must be between 20 and 1000, got '5'",
        "experiment.variants=calm | experiment.variants: must be variants separated by ;, each a"
            + " name, a share from 1",
        "experiment.variants=a 1; a 1 | got 'a 1; a 1'",
        "experiment.variants=a 1 widow=4 | got 'a 1 widow=4'",
        "experiment.variants=a 1 exploration-share=0.1 widow=4 | got 'a 1 exploration-share=0.1"
            + " widow=4'",
        "experiment.variants=a 1 window=x | got 'a 1 window=x'",
        "experiment.variants=a 1 window=31 | got 'a 1 window=31'",
        "experiment.variants=a 1 seen=maybe | got 'a 1 seen=maybe'",
        "experiment.variants=a 1 window=4 window=5 | got 'a 1 window=4 window=5'",
        "experiment.variants=a 0 | got 'a 0'",
        "ranking.sean=keep | ranking.sean: not a known setting; known: ranking.window,",
      })
  void invalidSettingIsNamedWithItsRule(String setting, String problem) {
    assertThatThrownBy(() -> options("-D" + setting))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessageContaining(problem);
  }

  private static RecommendationsOptions options(String... more) {
    return RecommendationsOptions.from(
        Stream.concat(
                Stream.of(
                    "-Dkafka.bootstrap-servers=127.0.0.1:9",
                    "-Dschema-registry.url=http://127.0.0.1:9"),
                Stream.of(more))
            .toArray(String[]::new));
  }
}
