package dev.millrace.recommendations;

import dev.millrace.common.contract.RecordType;
import dev.millrace.common.delivery.DropDuplicates;
import dev.millrace.common.ingest.Decoded;
import dev.millrace.recommendations.operator.Answer;
import dev.millrace.recommendations.operator.FollowSession;
import dev.millrace.recommendations.operator.LearnNeighbours;
import dev.millrace.recommendations.operator.LeaveOutIdle;
import dev.millrace.recommendations.operator.Question;
import dev.millrace.recommendations.operator.RankAnswers;
import dev.millrace.shop.Interaction;
import dev.millrace.shop.Recommendation;
import dev.millrace.shop.RecommendationOutcome;
import dev.millrace.suite.DeadLetter;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** From interactions to recommendations: every key and step, from top to bottom. */
public final class RecommendationsTopology {

  private RecommendationsTopology() {}

  /**
   * What leaves the topology.
   *
   * @param recommendations what to show next in each session
   * @param outcomes what came of recommendations
   * @param deadLetters interactions that came too late
   */
  public record Streams(
      DataStream<Recommendation> recommendations,
      DataStream<RecommendationOutcome> outcomes,
      DataStream<DeadLetter> deadLetters) {}

  /** Recommendations for interactions. */
  public static Streams build(
      DataStream<Decoded<Interaction>> interactions,
      RecommendationsOptions.Recommending recommending) {
    KeySelector<Decoded<Interaction>, String> session =
        interaction -> interaction.value().getSessionId();

    DataStream<Decoded<Interaction>> distinct =
        interactions
            .filter(new LeaveOutIdle())
            // As many tasks as what is before it: else a session's order would be lost on the way.
            .setParallelism(interactions.getParallelism())
            .uid("leave-out-idle")
            .name("leave out idle")
            .keyBy(session, Types.STRING)
            .process(
                new DropDuplicates<>(
                    interaction -> interaction.value().getInteractionId(),
                    recommending.duplicateRetention()),
                Decoded.type(Interaction.class))
            .uid("drop-duplicates")
            .name("drop duplicates");

    // Still partitioned by session, so that it is followed in the same task without another
    // shuffle.
    SingleOutputStreamOperator<Question> questions =
        DataStreamUtils.reinterpretAsKeyedStream(distinct, session, Types.STRING)
            .process(new FollowSession(recommending.sessions()), Question.TYPE)
            .uid("follow-session")
            .name("follow session");

    SingleOutputStreamOperator<Answer> answers =
        questions
            .keyBy(Question::key, Types.STRING)
            .process(new LearnNeighbours(recommending.subjects()), Answer.TYPE)
            .uid("learn-neighbours")
            .name("learn neighbours");

    SingleOutputStreamOperator<Recommendation> recommendations =
        answers
            .keyBy(Answer::sessionId, Types.STRING)
            .connect(
                answers
                    .getSideOutput(LearnNeighbours.STOCK)
                    .broadcast(RankAnswers.SOLD_OUT, RankAnswers.SOLD_OUT_SAID))
            .process(
                new RankAnswers(
                    recommending.sessions().variants(),
                    recommending.sessions().retention(),
                    recommending.subjects().retention()),
                new RecordType<>(Recommendation.class))
            .uid("rank-answers")
            .name("rank answers");

    return new Streams(
        recommendations,
        questions.getSideOutput(FollowSession.OUTCOMES),
        questions.getSideOutput(FollowSession.LATE));
  }
}
