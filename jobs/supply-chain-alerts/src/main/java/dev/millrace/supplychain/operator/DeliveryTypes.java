package dev.millrace.supplychain.operator;

import dev.millrace.supplychain.domain.delivery.DelayForecast;
import dev.millrace.supplychain.domain.delivery.DelayKnowledge;
import dev.millrace.supplychain.domain.delivery.DeliveryNews;
import dev.millrace.supplychain.domain.delivery.DeliveryOutcome;
import dev.millrace.supplychain.domain.delivery.ExpectedDelivery;
import dev.millrace.supplychain.domain.delivery.Facet;
import dev.millrace.supplychain.domain.delivery.FacetNews;
import dev.millrace.supplychain.domain.delivery.FacetReading;
import dev.millrace.supplychain.domain.delivery.FacetView;
import dev.millrace.supplychain.domain.delivery.PendingForecast;
import dev.millrace.supplychain.domain.delivery.PlannedDelivery;
import dev.millrace.supplychain.domain.delivery.TrackRecord;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/** How Flink serializes deliveries and what is said of them. */
public final class DeliveryTypes {
  static final TypeInformation<double[]> NUMBERS =
      PrimitiveArrayTypeInfo.DOUBLE_PRIMITIVE_ARRAY_TYPE_INFO;
  static final TypeInformation<Facet> FACET = Types.ENUM(Facet.class);
  static final TypeInformation<TrackRecord> TRACK = Types.POJO(TrackRecord.class);
  static final TypeInformation<DelayKnowledge> KNOWLEDGE =
      Types.POJO(
          DelayKnowledge.class, Map.of("all", TRACK, "weights", NUMBERS, "uncertainty", NUMBERS));

  static final TypeInformation<PlannedDelivery> PLAN =
      Types.POJO(
          PlannedDelivery.class,
          Map.of(
              "id", Types.STRING,
              "dueAt", Types.LONG,
              "supplier", Types.STRING,
              "site", Types.STRING,
              "lane", Types.STRING,
              "customer", Types.STRING,
              "terms", Types.STRING,
              "channel", Types.STRING,
              "order", Types.STRING,
              "stake", FindingTypes.STAKE));

  /** What becomes known of deliveries. */
  public static final TypeInformation<DeliveryNews> NEWS =
      Types.POJO(
          DeliveryNews.class,
          Map.of(
              "kind", Types.ENUM(DeliveryNews.Kind.class),
              "deliveryId", Types.STRING,
              "time", Types.LONG,
              "plan", PLAN,
              "arrivedAt", Types.LONG,
              "version", Types.LONG));

  static final TypeInformation<FacetNews> FACET_NEWS =
      Types.POJO(
          FacetNews.class,
          Map.of(
              "kind", Types.ENUM(DeliveryNews.Kind.class),
              "facet", FACET,
              "value", Types.STRING,
              "facets", Types.INT,
              "deliveryId", Types.STRING,
              "dueAt", Types.LONG,
              "time", Types.LONG,
              "late", Types.BOOLEAN));

  static final TypeInformation<DeliveryOutcome> OUTCOME =
      Types.POJO(
          DeliveryOutcome.class,
          Map.of(
              "deliveryId", Types.STRING,
              "time", Types.LONG,
              "late", Types.BOOLEAN,
              "cancelled", Types.BOOLEAN));

  static final TypeInformation<ExpectedDelivery> EXPECTED =
      Types.POJO(
          ExpectedDelivery.class,
          Map.of(
              "id", Types.STRING,
              "dueAt", Types.LONG,
              "facets", Types.INT,
              "viewed", Types.BOOLEAN,
              "overdue", Types.BOOLEAN,
              "arrived", Types.BOOLEAN,
              "arrivedLate", Types.BOOLEAN,
              "knownAt", Types.LONG));

  private static final TypeInformation<FacetView> VIEW =
      Types.POJO(FacetView.class, Map.of("facet", FACET, "track", TRACK, "companions", Types.INT));

  static final TypeInformation<FacetReading> READING =
      Types.POJO(
          FacetReading.class,
          Map.of(
              "deliveryId", Types.STRING,
              "dueAt", Types.LONG,
              "time", Types.LONG,
              "facets", Types.INT,
              "arrived", Types.BOOLEAN,
              "view", VIEW));

  static final TypeInformation<PendingForecast> PENDING =
      Types.POJO(
          PendingForecast.class,
          Map.of(
              "dueAt", Types.LONG,
              "time", Types.LONG,
              "facets", Types.INT,
              "arrived", Types.BOOLEAN,
              "views", Types.LIST(VIEW),
              "figures", Types.LIST(Types.DOUBLE),
              "overdue", Types.BOOLEAN));

  /** A forecast. */
  public static final TypeInformation<DelayForecast> FORECAST =
      Types.POJO(
          DelayForecast.class,
          Map.of(
              "deliveryId", Types.STRING,
              "dueAt", Types.LONG,
              "time", Types.LONG,
              "probability", Types.DOUBLE,
              "arrived", Types.BOOLEAN,
              "effects", Types.MAP(FACET, Types.DOUBLE)));

  private DeliveryTypes() {}
}
