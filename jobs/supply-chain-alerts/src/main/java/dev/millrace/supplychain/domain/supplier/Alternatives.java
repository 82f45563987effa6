package dev.millrace.supplychain.domain.supplier;

import dev.millrace.supply.ActionKind;
import dev.millrace.supply.RecommendedAction;
import dev.millrace.supplychain.domain.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Suppliers of one product, and which of them to turn to.
 *
 * @param delayShare share of the value of goods that each day of delay costs
 */
public record Alternatives(double delayShare) implements java.io.Serializable {

  /** Most suppliers that are known of a product; the one not heard of for longest makes room. */
  public static final int MAX_SUPPLIERS = 12;

  private static final int LEAST_KNOWN = 3;

  /** With one more delivery. */
  public List<SourceOfSupply> with(List<SourceOfSupply> known, Delivery delivery) {
    List<SourceOfSupply> now = new ArrayList<>(known);
    for (int i = 0; i < now.size(); i++) {
      if (now.get(i).supplierId().equals(delivery.supplierId())) {
        now.set(i, now.get(i).with(delivery));
        return now;
      }
    }
    now.add(SourceOfSupply.of(delivery));
    if (now.size() > MAX_SUPPLIERS) {
      now.sort(Comparator.comparingLong(SourceOfSupply::time));
      now.remove(0);
    }
    return now;
  }

  /** The finding with the supplier to turn to, if one is known that is better. */
  public Finding advise(List<SourceOfSupply> known, SupplierFinding about) {
    Finding finding = about.finding();
    if (finding.status() == Finding.Status.CLEARED) {
      return finding;
    }
    SourceOfSupply own = null;
    SourceOfSupply best = null;
    for (SourceOfSupply candidate : known) {
      if (candidate.supplierId().equals(finding.subjectId())) {
        own = candidate;
      } else if (candidate.count() >= LEAST_KNOWN
          && (best == null || candidate.leadHours() < best.leadHours())) {
        best = candidate;
      }
    }
    if (own == null || best == null) {
      return finding;
    }
    // Units that do not come have to be ordered once more: their lead time counts twice.
    double gains = own.leadHours() * (2 - own.filled()) - best.leadHours() * (2 - best.filled());
    return gains <= 0 ? finding : with(finding, action(about, own, best, gains));
  }

  private RecommendedAction action(
      SupplierFinding about, SourceOfSupply own, SourceOfSupply best, double gains) {
    Long cost =
        own.unitMinor() == null || best.unitMinor() == null
            ? null
            : Long.valueOf(
                Math.round(about.quantity() * Math.max(0, best.unitMinor() - own.unitMinor())));
    Long value =
        own.unitMinor() == null
            ? null
            : Long.valueOf(Math.round(about.quantity() * own.unitMinor()));
    Long saves =
        value == null
            ? null
            : Long.valueOf(Math.round(value * Math.min(1, delayShare * gains / 24)));
    if (cost != null && saves != null && saves <= cost) {
      return null;
    }
    return RecommendedAction.newBuilder()
        .setKind(ActionKind.ALTERNATE_SUPPLIER)
        .setTarget(best.supplierId())
        .setQuantity(about.quantity() > 0 ? Long.valueOf(about.quantity()) : null)
        .setCostMinor(cost)
        .setSavesMinor(saves)
        .setGainsHours(gains)
        .setArithmetic(
            String.format(
                Locale.ROOT,
                "%s: %.1f h from %s (%.0f %% filled), %.1f h from %s (%.0f %% filled): %.1f h won; cost %s (%d units),"
                    + " saves %s (value %s, %.3f of it per day)",
                about.skuId(),
                own.leadHours(),
                own.supplierId(),
                100 * own.filled(),
                best.leadHours(),
                best.supplierId(),
                100 * best.filled(),
                gains,
                text(cost),
                about.quantity(),
                text(saves),
                text(value),
                delayShare))
        .build();
  }

  private static Finding with(Finding finding, RecommendedAction action) {
    return new Finding(
        finding.kind(),
        finding.subjectType(),
        finding.subjectId(),
        finding.status(),
        finding.since(),
        finding.time(),
        finding.stake(),
        finding.summary(),
        finding.evidence(),
        action,
        finding.parents(),
        finding.source());
  }

  private static String text(Long minor) {
    return minor == null ? "not known" : Long.toString(minor);
  }
}
