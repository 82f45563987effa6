package dev.millrace.recommendations.operator;

import dev.millrace.recommendations.domain.BotRule;
import dev.millrace.recommendations.domain.Learning;
import dev.millrace.recommendations.domain.Variants;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/**
 * How sessions are followed.
 *
 * @param job name of the job, for its dead letters
 * @param variants what sessions may be answered by
 * @param learning what clicks teach
 * @param weights what an interaction of each kind says
 * @param bots who does not teach
 * @param lateness how far an interaction may be behind the newest of its session
 * @param shards parts that a category, and the shop, are counted in
 * @param learnUntil interactions from this time on teach nothing
 * @param answerFrom interactions before this time are not answered
 * @param retention how long a session is kept without an interaction
 */
public record SessionRules(
    String job,
    Variants variants,
    Learning learning,
    KindWeights weights,
    BotRule bots,
    Duration lateness,
    int shards,
    Instant learnUntil,
    Instant answerFrom,
    Duration retention)
    implements Serializable {

  /**
   * What an interaction says, by its kind; 1 is a view.
   *
   * @param cart putting an item into the cart
   * @param purchase buying it
   */
  public record KindWeights(double cart, double purchase) implements Serializable {}
}
