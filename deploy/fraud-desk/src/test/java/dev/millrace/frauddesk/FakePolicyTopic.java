package dev.millrace.frauddesk;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.quality.RecordRules;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecordBase;

/** A topic in memory, to which others may write between a read and what follows it. */
final class FakePolicyTopic<T extends SpecificRecordBase> implements PolicyTopic<T> {
  private final PolicyKind<T> kind;
  private final List<Placed<T>> all = new ArrayList<>();
  private final List<T> others = new ArrayList<>();
  private final List<T> afterAppend = new ArrayList<>();
  private final List<T> afterRead = new ArrayList<>();

  FakePolicyTopic(PolicyKind<T> kind) {
    this.kind = requireNonNull(kind);
  }

  /** Somebody else's record that arrives just before the next append. */
  void beforeTheNextAppend(T record) {
    others.add(record);
  }

  /** Somebody else's record that arrives right after the next append. */
  void afterTheNextAppend(T record) {
    afterAppend.add(record);
  }

  /** Somebody else's record that arrives right after the next read. */
  void afterTheNextRead(T record) {
    afterRead.add(record);
  }

  @Override
  public PolicyKind<T> kind() {
    return kind;
  }

  @Override
  public PolicyHistory<T> read() {
    PolicyHistory<T> history = new PolicyHistory<>(kind, all);
    afterRead.forEach(this::place);
    afterRead.clear();
    return history;
  }

  @Override
  public long append(T record) {
    others.forEach(this::place);
    others.clear();
    long offset = place(record);
    afterAppend.forEach(this::place);
    afterAppend.clear();
    return offset;
  }

  private long place(T record) {
    String complaint =
        kind.rules()
            .broken(record, kind.time(record).toEpochMilli())
            .map(broken -> RecordRules.refusal(broken, record).detail())
            .orElse("");
    all.add(new Placed<>(record, all.size(), complaint));
    return all.size() - 1L;
  }
}
