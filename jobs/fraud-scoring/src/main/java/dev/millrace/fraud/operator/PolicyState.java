package dev.millrace.fraud.operator;

import dev.millrace.common.contract.RecordType;
import dev.millrace.fraud.domain.DecisionPolicy;
import dev.millrace.fraud.domain.InvalidConditionException;
import dev.millrace.fraud.domain.ModelLoader;
import dev.millrace.fraud.domain.ModelPanel;
import dev.millrace.fraud.domain.ModelRoster;
import dev.millrace.fraud.domain.RuleBook;
import dev.millrace.payments.FraudModel;
import dev.millrace.payments.FraudRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules and models of a subtask: as state, which survives, and as what decides, which is made
 * of it. The state holds the highest version of each rule, about 1 KiB each, and what a {@link
 * ModelRoster} keeps of models: 16 with their content at the most, tens to hundreds of KiB each,
 * and the revisions of those that are over.
 */
final class PolicyState {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyState.class);

  static final MapStateDescriptor<String, FraudRule> RULES =
      new MapStateDescriptor<>("fraud-rules", Types.STRING, new RecordType<>(FraudRule.class));
  static final MapStateDescriptor<String, FraudModel> MODELS =
      new MapStateDescriptor<>("fraud-models", Types.STRING, new RecordType<>(FraudModel.class));

  private final RuleBook book;
  private final ModelPanel panel;
  private final BroadcastState<String, FraudRule> rules;
  private final BroadcastState<String, FraudModel> models;

  private PolicyState(
      RuleBook book,
      ModelPanel panel,
      BroadcastState<String, FraudRule> rules,
      BroadcastState<String, FraudModel> models) {
    this.book = book;
    this.panel = panel;
    this.rules = rules;
    this.models = models;
  }

  /** The state's descriptors, for {@code broadcast}. */
  static MapStateDescriptor<?, ?>[] descriptors() {
    return new MapStateDescriptor<?, ?>[] {RULES, MODELS};
  }

  /** The same models, and a line in the log about each that is left out. */
  static ModelLoader loader(ModelLoader loader) {
    return model -> {
      try {
        return loader.load(model);
      } catch (RuntimeException e) {
        // As of rules, below: a model from before is no reason not to start.
        LOG.warn(
            "Model {} is left out, this release does not understand it: {}",
            model.getModelVersion(),
            e.getMessage());
        throw e;
      }
    };
  }

  /**
   * What was in force at the last checkpoint and what was known when the job was submitted: of two
   * versions the higher counts.
   */
  static PolicyState open(
      DecisionPolicy known, RuleBook book, ModelPanel panel, OperatorStateStore store)
      throws Exception {
    PolicyState state =
        new PolicyState(
            book, panel, store.getBroadcastState(RULES), store.getBroadcastState(MODELS));
    for (FraudRule rule : values(state.rules)) {
      state.put(rule);
    }
    for (FraudRule rule : known.rules()) {
      state.put(rule);
    }
    List<FraudModel> models = values(state.models);
    // Earlier releases kept the champion that the job brings along.
    models.removeIf(model -> model.getRevision() == ModelRoster.START_REVISION);
    models.addAll(known.models());
    state.put(models);
    return state;
  }

  /** A copy: what is put changes the state. */
  private static <V> List<V> values(BroadcastState<String, V> state) throws Exception {
    List<V> values = new ArrayList<>();
    for (Map.Entry<String, V> entry : state.immutableEntries()) {
      values.add(entry.getValue());
    }
    return values;
  }

  /** Takes a change; one that is older than what is known changes nothing. */
  void take(PolicyChange change) throws Exception {
    if (change.rule() != null) {
      put(change.rule());
    }
    if (change.model() != null) {
      put(List.of(change.model()));
    }
  }

  private void put(FraudRule rule) throws Exception {
    try {
      if (!book.put(rule)) {
        return;
      }
      LOG.info(
          "Rule {} version {} is {} from now on",
          rule.getRuleId(),
          rule.getVersion(),
          rule.getState());
    } catch (InvalidConditionException e) {
      // Rules are checked at the door: this one was accepted by an earlier release of the job.
      LOG.warn(
          "Rule {} version {} is left out, this release does not understand its condition: {}",
          rule.getRuleId(),
          rule.getVersion(),
          e.getMessage());
    }
    rules.put(rule.getRuleId(), rule);
  }

  private void put(List<FraudModel> changed) throws Exception {
    if (panel.putAll(changed)) {
      models.clear();
      models.putAll(panel.known());
      LOG.info(
          "Models in use from now on: {}; champion: {}",
          panel.versions(),
          panel.champion().orElse("none"));
    }
  }
}
