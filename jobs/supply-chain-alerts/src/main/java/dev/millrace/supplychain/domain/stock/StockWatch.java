package dev.millrace.supplychain.domain.stock;

import static java.util.Objects.requireNonNullElse;

import dev.millrace.suite.Source;
import dev.millrace.supply.AlertKind;
import dev.millrace.supply.RecommendedAction;
import dev.millrace.supply.SubjectType;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.Stake;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Says when stock of a product does not last until goods that are ordered now would come, and when
 * it lasts much too long.
 */
public final class StockWatch {
  private final StockPolicy policy;

  public StockWatch(StockPolicy policy) {
    this.policy = policy;
  }

  /**
   * A moment at which a location is looked at.
   *
   * @param now milliseconds since 1970
   * @param source the input record that caused it; null where time passing did
   */
  public record Moment(long now, Source source) {}

  /**
   * What comes of looking at a location.
   *
   * @param stock the location as it is to be kept
   * @param findings what there is to say
   */
  public record Verdict(LocationStock stock, List<Finding> findings) {}

  /** What other locations have of a product; looked up only when it is needed. */
  @FunctionalInterface
  public interface Others {
    Map<String, LocationStock> byLocation() throws Exception;
  }

  /**
   * Looks at a location.
   *
   * @throws Exception if the other locations cannot be looked up
   */
  public Verdict look(StockSubject subject, LocationStock stock, Others others, Moment at)
      throws Exception {
    // A record that is late says something of the past; looked at is the present.
    Moment moment = new Moment(Math.max(at.now(), stock.heardAt()), at.source());
    if (!stock.isKnown(policy)) {
      return new Verdict(stock.checkedAt(LocationStock.NEVER), List.of());
    }
    Projection projection = Projection.of(stock, moment.now(), policy);
    List<Finding> findings = new ArrayList<>();
    Announced stockOut = stockOut(subject, stock, projection, others, moment, findings);
    Announced overstock = overstock(subject, stock, projection, moment, findings);
    long checkAt = projection.checkAt(stockOut != null, policy);
    return new Verdict(
        stock
            .announcing(stockOut, overstock)
            .checkedAt(checkAt == Projection.NOT_IN_SIGHT ? LocationStock.NEVER : checkAt),
        findings);
  }

  /** What is over when a location is not followed any more. */
  public List<Finding> abandoned(StockSubject subject, LocationStock stock, Moment moment) {
    List<Finding> findings = new ArrayList<>();
    String summary =
        "%s at %s is not followed any more".formatted(subject.skuId(), subject.locationId());
    if (stock.stockOut() != null) {
      findings.add(
          cleared(AlertKind.STOCK_OUT_RISK, subject, stock.stockOut(), summary, Map.of(), moment));
    }
    if (stock.overstock() != null) {
      findings.add(
          cleared(AlertKind.OVERSTOCK, subject, stock.overstock(), summary, Map.of(), moment));
    }
    return findings;
  }

  private Announced stockOut(
      StockSubject subject,
      LocationStock stock,
      Projection projection,
      Others others,
      Moment moment,
      List<Finding> findings)
      throws Exception {
    Announced before = stock.stockOut();
    if (before != null && projection.isSafe(policy)) {
      findings.add(
          cleared(
              AlertKind.STOCK_OUT_RISK,
              subject,
              before,
              text(
                  "%s at %s lasts %.1f days or more, longer than its lead time of %.1f",
                  subject.skuId(),
                  subject.locationId(),
                  projection.coverDays(),
                  WayOut.days(projection.leadTimeMs())),
              figures(projection),
              moment));
      return null;
    }
    List<String> parents = parents(stock, projection);
    boolean worthSaying =
        projection.isRisk(policy)
            && (before == null
                || before.isOutdated(
                    projection.stockOutAt(), projection.shortUnits(), parents, stock.owner()));
    if (!worthSaying) {
      return before;
    }
    Announced now =
        new Announced(
            before == null ? moment.now() : before.since(),
            projection.stockOutAt(),
            projection.shortUnits(),
            parents,
            requireNonNullElse(stock.owner(), ""));
    findings.add(
        new Finding(
            AlertKind.STOCK_OUT_RISK,
            SubjectType.STOCK,
            subject.id(),
            Finding.Status.RAISED,
            now.since(),
            moment.now(),
            stake(stock, projection),
            text(
                "%s at %s lasts %.1f days, its lead time is %.1f: %.0f sales are lost before goods come",
                subject.skuId(),
                subject.locationId(),
                projection.coverDays(),
                WayOut.days(projection.leadTimeMs()),
                projection.shortUnits()),
            figures(projection),
            WayOut.ofStockOut(stock, projection, others.byLocation(), policy),
            parents,
            moment.source()));
    return now;
  }

  private Announced overstock(
      StockSubject subject,
      LocationStock stock,
      Projection projection,
      Moment moment,
      List<Finding> findings) {
    Announced before = stock.overstock();
    double daily = stock.demand().level();
    double units = projection.onHand() + projection.expected();
    double enough = daily * policy.overstockCover().toMillis() / DemandHistory.DAY_MS;
    double excess = units - enough;
    if (before != null && units <= enough * policy.overstockClear()) {
      findings.add(
          cleared(
              AlertKind.OVERSTOCK,
              subject,
              before,
              text(
                  "%s at %s: %.0f units are for less than %d days again",
                  subject.skuId(), subject.locationId(), units, policy.overstockCover().toDays()),
              figures(projection),
              moment));
      return null;
    }
    if (excess < 1 || (before != null && !before.isOutdated(0, excess, List.of(), stock.owner()))) {
      return before;
    }
    Announced now =
        new Announced(
            before == null ? moment.now() : before.since(),
            0,
            excess,
            List.of(),
            requireNonNullElse(stock.owner(), ""));
    RecommendedAction action = WayOut.ofOverstock(stock, projection, excess, policy);
    Map<String, Double> evidence = new TreeMap<>(figures(projection));
    evidence.put("excess_units", excess);
    findings.add(
        new Finding(
            AlertKind.OVERSTOCK,
            SubjectType.STOCK,
            subject.id(),
            Finding.Status.RAISED,
            now.since(),
            moment.now(),
            new Stake(
                WayOut.value(stock, excess), stock.currency(), null, stock.owner(), List.of()),
            text(
                "%s at %s: %.0f units on hand and to come are more than %d days need, by %.0f",
                subject.skuId(),
                subject.locationId(),
                units,
                policy.overstockCover().toDays(),
                excess),
            evidence,
            action,
            List.of(),
            moment.source()));
    return now;
  }

  private static Stake stake(LocationStock stock, Projection projection) {
    List<String> orders = new ArrayList<>();
    projection.overdue().forEach(order -> orders.add(order.orderId()));
    projection.heldUp().forEach(order -> orders.add(order.orderId()));
    if (projection.rescue() != null && !orders.contains(projection.rescue().orderId())) {
      orders.add(projection.rescue().orderId());
    }
    return new Stake(
        WayOut.value(stock, projection.shortUnits()),
        stock.currency(),
        projection.stockOutAt(),
        stock.owner(),
        List.copyOf(orders));
  }

  /**
   * What holds goods up on their way, if stock would last without that; then suppliers of what
   * should have come.
   */
  private List<String> parents(LocationStock stock, Projection projection) {
    Set<String> parents = new LinkedHashSet<>();
    projection.overdue().forEach(order -> parents.addAll(order.causes()));
    projection.heldUp().forEach(order -> parents.addAll(order.causes()));
    if (!parents.isEmpty()
        && Projection.of(stock.inTime(projection.now()), projection.now(), policy).isRisk(policy)) {
      parents.clear();
    }
    projection.overdue().stream()
        .map(Inbound::supplierId)
        .filter(Objects::nonNull)
        .forEach(supplier -> parents.add(Finding.subject(SubjectType.SUPPLIER, supplier)));
    return List.copyOf(parents);
  }

  private static Map<String, Double> figures(Projection projection) {
    Map<String, Double> figures = new TreeMap<>();
    figures.put("on_hand_units", projection.onHand());
    figures.put("daily_demand_units", projection.dailyDemand());
    figures.put("demand_to_usual", projection.surge());
    figures.put("cover_days", projection.coverDays());
    figures.put("lead_time_days", WayOut.days(projection.leadTimeMs()));
    figures.put("inbound_units", (double) projection.expected());
    figures.put("short_units", projection.shortUnits());
    figures.put(
        "held_up_units", (double) projection.heldUp().stream().mapToLong(Inbound::quantity).sum());
    figures.put(
        "overdue_units", (double) projection.overdue().stream().mapToLong(Inbound::quantity).sum());
    return figures;
  }

  private static Finding cleared(
      AlertKind kind,
      StockSubject subject,
      Announced before,
      String summary,
      Map<String, Double> evidence,
      Moment moment) {
    return new Finding(
        kind,
        SubjectType.STOCK,
        subject.id(),
        Finding.Status.CLEARED,
        before.since(),
        moment.now(),
        Stake.UNKNOWN,
        summary,
        evidence,
        null,
        List.of(),
        moment.source());
  }

  private static String text(String format, Object... figures) {
    return String.format(Locale.ROOT, format, figures);
  }
}
