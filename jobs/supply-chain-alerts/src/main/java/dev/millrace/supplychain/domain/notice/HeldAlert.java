package dev.millrace.supplychain.domain.notice;

import dev.millrace.supply.AlertChange;
import dev.millrace.supply.Severity;

/** What a digest will say of an alert: of its newest version that deserves to be told. */
public record HeldAlert(
    String alertId, long version, String summary, AlertChange change, Severity severity) {}
