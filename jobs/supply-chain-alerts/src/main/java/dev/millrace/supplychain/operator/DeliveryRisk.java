package dev.millrace.supplychain.operator;

import dev.millrace.supplychain.domain.delivery.DelayForecast;
import dev.millrace.supplychain.domain.delivery.DeliveryNews;
import dev.millrace.supplychain.domain.delivery.DeliveryOutcome;
import dev.millrace.supplychain.domain.delivery.FacetNews;
import dev.millrace.supplychain.domain.delivery.FacetReading;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * From what becomes known of deliveries to forecasts of their delay: by delivery, by facet, and for
 * all of them.
 */
public final class DeliveryRisk {
  private static final String ALL = "deliveries";

  private DeliveryRisk() {}

  /** A forecast for each delivery, made when its horizon is reached. */
  public static DataStream<DelayForecast> of(DataStream<DeliveryNews> news, DelayRules rules) {
    SingleOutputStreamOperator<FacetNews> followed =
        news.keyBy(DeliveryNews::deliveryId, Types.STRING)
            .process(new FollowDelivery(rules), DeliveryTypes.FACET_NEWS)
            .uid("follow-delivery")
            .name("follow delivery");
    DataStream<FacetReading> readings =
        followed
            .keyBy(FacetNews::key, Types.STRING)
            .process(new TrackFacet(rules), DeliveryTypes.READING)
            .uid("track-facet")
            .name("track facet");
    DataStream<DeliveryOutcome> outcomes = followed.getSideOutput(FollowDelivery.OUTCOMES);
    return readings
        .keyBy(reading -> ALL, Types.STRING)
        .connect(outcomes.keyBy(outcome -> ALL, Types.STRING))
        .process(new ForecastDelay(rules), DeliveryTypes.FORECAST)
        // Little comes here, and what is learned is learned from all.
        .setParallelism(1)
        .uid("forecast-delay")
        .name("forecast delay");
  }
}
