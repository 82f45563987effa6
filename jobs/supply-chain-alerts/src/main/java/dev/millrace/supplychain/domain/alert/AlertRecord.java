package dev.millrace.supplychain.domain.alert;

import dev.millrace.supply.SupplyAlert;
import java.util.List;

/**
 * An alert so far, with what its versions do not say. Immutable.
 *
 * @param newest its newest version; null while it was never opened and only its children are known.
 *     After its end without the lists and figures
 * @param parents subjects that may be the cause of it
 * @param ownValueMinor value at risk without its children, in minor units of currency; null if not
 *     known
 * @param ownCurrency ISO 4217 code; null if there is no value
 * @param acknowledged whether somebody works on it
 * @param snoozedUntil end of the newest snooze, milliseconds since 1970; 0 if there was none. Holds
 *     for an alert that is opened again
 * @param waitingSince since when it waits for somebody: opened, escalated, released or no longer
 *     snoozed
 * @param waitingValueMinor value at risk at that time
 * @param overdue how often time has escalated it
 * @param clearedAt when its finding was cleared; {@link #NEVER} if it is not
 * @param heardAt when a detector last said anything of it
 * @param dismissed whether a person resolved it while its detector goes on seeing it
 * @param children what is part of it
 * @param childrenDueAt when a change of its children is told; {@link #NEVER} if there is none
 * @param share what it has told its parent of its value
 * @param commands ids of the newest commands, oldest first
 * @param forgotten number of its newest version when it was forgotten last; 0 if it never was
 */
public record AlertRecord(
    SupplyAlert newest,
    List<String> parents,
    Long ownValueMinor,
    String ownCurrency,
    boolean acknowledged,
    long snoozedUntil,
    long waitingSince,
    long waitingValueMinor,
    int overdue,
    long clearedAt,
    long heardAt,
    boolean dismissed,
    Children children,
    long childrenDueAt,
    Share share,
    List<String> commands,
    long forgotten) {

  /** A time that does not come. */
  public static final long NEVER = Long.MAX_VALUE;

  /** Most commands whose ids are kept. */
  public static final int MAX_COMMANDS = 20;

  /** Before anything was heard of it. */
  public static final AlertRecord EMPTY = forgotten(0);

  /** One that was forgotten at that version: what comes of it next has the number after that. */
  public static AlertRecord forgotten(long version) {
    return new AlertRecord(
        null,
        List.of(),
        null,
        null,
        false,
        0,
        0,
        0,
        0,
        NEVER,
        Long.MIN_VALUE,
        false,
        Children.NONE,
        NEVER,
        Share.NONE,
        List.of(),
        version);
  }

  /** Number of its newest version; 0 if there was none. */
  public long version() {
    return newest == null ? forgotten : newest.getVersion();
  }

  /** Whether a disruption that begins or ends may be its cause. */
  public boolean mayBePart() {
    return !parents.isEmpty() || (newest != null && newest.getParentId() != null);
  }

  /**
   * Alerts that are part of one.
   *
   * @param count how many
   * @param valueMinor their value at risk in minor units of {@code currency}, as far as they are in
   *     it
   * @param currency ISO 4217 code, that of the first child with a value; null before
   */
  public record Children(int count, long valueMinor, String currency) {
    public static final Children NONE = new Children(0, 0, null);

    Children with(ChildChange change) {
      if (count + change.count() <= 0) {
        // Earlier builds forgot a parent while others were part of it, whose ends still come.
        return NONE;
      }
      String common = currency == null ? change.currency() : currency;
      boolean adds = common != null && common.equals(change.currency());
      return new Children(
          count + change.count(), adds ? valueMinor + change.valueMinor() : valueMinor, common);
    }
  }

  /**
   * What a parent knows of a child.
   *
   * @param parentId the parent; null if it is part of none
   * @param valueMinor its value at risk, 0 if not known
   * @param currency ISO 4217 code; null if there is no value
   */
  public record Share(String parentId, long valueMinor, String currency) {
    public static final Share NONE = new Share(null, 0, null);
  }
}
