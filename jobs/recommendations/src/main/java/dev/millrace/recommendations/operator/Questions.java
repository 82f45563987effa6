package dev.millrace.recommendations.operator;

import dev.millrace.common.ingest.Decoded;
import dev.millrace.common.observe.Trace;
import dev.millrace.recommendations.domain.Click;
import dev.millrace.recommendations.domain.Lesson;
import dev.millrace.recommendations.domain.Lessons;
import dev.millrace.recommendations.domain.Moment;
import dev.millrace.recommendations.domain.RankingSettings;
import dev.millrace.recommendations.domain.Reclick;
import dev.millrace.recommendations.domain.Session;
import dev.millrace.recommendations.domain.SubjectKind;
import dev.millrace.recommendations.domain.Variant;
import dev.millrace.shop.Interaction;
import dev.millrace.shop.InteractionKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The questions of one interaction: one for each subject that it tells or asks something. */
final class Questions {
  /** Before an item's name, what its state is kept by. */
  static final String ITEM_KEY = "i:";

  private final Decoded<Interaction> decoded;
  private final Trace trace;
  private final Interaction interaction;
  private final Click click;
  private final Session before;
  private final Session session;
  private final SessionRules rules;
  private final Variant variant;
  private final boolean answered;
  private final boolean learning;
  private final boolean teaches;
  private final long time;
  private final Map<String, Draft> drafts = new LinkedHashMap<>();

  /** What a question will be made of. */
  private static final class Draft {
    private final SubjectKind kind;
    private final String subject;
    private float weight;
    private int visits;
    private final List<Lesson> lessons = new ArrayList<>();

    Draft(SubjectKind kind, String subject) {
      this.kind = kind;
      this.subject = subject;
    }
  }

  /**
   * The questions.
   *
   * @param trace the sampled trace that the interaction belongs to, or null
   * @param click what the interaction is to the session; not in it for a hidden item
   * @param before the session without the interaction
   * @param after the session with it
   */
  Questions(
      Decoded<Interaction> decoded,
      Trace trace,
      Click click,
      Session before,
      Session after,
      SessionRules rules) {
    this.decoded = decoded;
    this.trace = trace;
    this.click = click;
    this.interaction = decoded.value();
    this.before = before;
    this.session = after;
    this.rules = rules;
    this.variant = rules.variants().named(after.variant());
    Instant at = interaction.getEventTime();
    this.time = at.toEpochMilli();
    this.answered = !at.isBefore(rules.answerFrom());
    this.learning = at.isBefore(rules.learnUntil());
    this.teaches = learning && !after.bot();
    boolean isClick = interaction.getKind() != InteractionKind.HIDE;
    boolean firstVisit = isClick && !before.holds(click.item());
    tellItems(firstVisit);
    askItems();
    tellAndAskOthers(isClick, firstVisit);
    if (learning && after.bot() && !before.bot()) {
      takeBack();
    }
  }

  /** What an interaction that is not answered tells its item: whether it can be bought. */
  static Question ofStock(Interaction interaction) {
    return new Question(
        prefix(SubjectKind.ITEM) + interaction.getItemId(),
        SubjectKind.ITEM,
        interaction.getItemId(),
        interaction.getSessionId(),
        0,
        0,
        0,
        0,
        Lessons.NONE,
        interaction.getEventTime().toEpochMilli(),
        stock(interaction),
        null);
  }

  /** At least one, with what the recommendation needs to know. */
  List<Question> all() {
    // The first one answers in any case, because it brings the occasion.
    int answers = 0;
    for (Draft draft : drafts.values()) {
      answers += answered && (answers == 0 || draft.weight > 0) ? 1 : 0;
    }
    List<Question> questions = new ArrayList<>(drafts.size());
    for (Map.Entry<String, Draft> draft : drafts.entrySet()) {
      questions.add(question(draft.getKey(), draft.getValue(), answers, questions.isEmpty()));
    }
    return questions;
  }

  private void tellItems(boolean firstVisit) {
    // The first question, because it carries the occasion and the stock of its item.
    Draft item = draft(SubjectKind.ITEM, interaction.getItemId());
    item.visits = teaches && firstVisit ? 1 : 0;
    int place = session.placeOf(click);
    if (teaches && place >= 0) {
      for (Lesson lesson : Lesson.of(session, place, rules.learning())) {
        draft(SubjectKind.ITEM, lesson.subject()).lessons.add(lesson);
      }
    }
  }

  private void askItems() {
    RankingSettings settings = variant.settings();
    Click[] clicks = session.clicks();
    int asked = 0;
    for (int back = 0; back < clicks.length && asked < settings.window(); back++) {
      Click click = clicks[clicks.length - 1 - back];
      Draft item = draft(SubjectKind.ITEM, click.item());
      if (item.weight == 0) {
        item.weight = (float) (click.weight() * Math.pow(settings.positionDecay(), back));
        asked++;
      }
    }
  }

  private void tellAndAskOthers(boolean isClick, boolean firstVisit) {
    if (interaction.getCategory() != null) {
      Draft category = shardOf(SubjectKind.CATEGORY, interaction.getCategory());
      category.weight = 1;
      if (isClick && teaches) {
        tell(category, click, 1);
      }
    }
    Draft shop = shardOf(SubjectKind.SHOP, "");
    shop.weight = 1;
    if (isClick && teaches) {
      tell(shop, click, 1);
    }
    if (session.customer() != null) {
      Draft customer = draft(SubjectKind.CUSTOMER, session.customer());
      customer.weight = 1;
      if (learning) {
        tellCustomer(customer, firstVisit);
      }
    }
  }

  /** A customer's own list learns even from one who is too fast for others to learn from. */
  private void tellCustomer(Draft customer, boolean firstVisit) {
    customer.visits = firstVisit ? 1 : 0;
    if (before.customer() == null) {
      // Known from now on: with what the session did as a stranger's. What it did as another
      // customer's is that one's own.
      for (Click earlier : before.clicks()) {
        tell(customer, earlier, 1);
      }
      for (String item : before.excluded()) {
        customer.lessons.add(new Lesson(customer.subject, item, 0, Lesson.GONE));
      }
    }
    switch (interaction.getKind()) {
      case PURCHASE, HIDE ->
          customer.lessons.add(
              new Lesson(customer.subject, click.item(), click.group(), Lesson.GONE));
      default -> tell(customer, click, 1);
    }
  }

  /**
   * What a session has taught before it was found to be no person's. Its clicks' categories are
   * known by their groups alone, so that only the category of this interaction is told.
   */
  private void takeBack() {
    for (Lesson lesson : Lesson.takingBack(before, rules.learning())) {
      draft(SubjectKind.ITEM, lesson.subject()).lessons.add(lesson);
    }
    for (String item : before.groupsByItem().keySet()) {
      draft(SubjectKind.ITEM, item).visits = -1;
    }
    for (Click earlier : before.clicks()) {
      tell(shardOf(SubjectKind.SHOP, ""), earlier, -1);
      if (interaction.getCategory() != null && earlier.isOfCategoryOf(click)) {
        tell(shardOf(SubjectKind.CATEGORY, interaction.getCategory()), earlier, -1);
      }
    }
  }

  private static void tell(Draft subject, Click of, int sign) {
    if (of.weight() > 0) {
      subject.lessons.add(new Lesson(subject.subject, of.item(), of.group(), sign * of.weight()));
    }
  }

  private Question question(String key, Draft draft, int answers, boolean first) {
    return new Question(
        key,
        draft.kind,
        draft.subject,
        interaction.getSessionId(),
        session.version(),
        answers,
        draft.weight,
        draft.visits,
        Lessons.of(draft.lessons),
        time,
        first ? stock(interaction) : Question.Stock.NOT_SAID,
        first ? occasion() : null);
  }

  private Occasion occasion() {
    Draft item = drafts.values().iterator().next();
    Map<String, Integer> seen = session.groupsByItem();
    return new Occasion(
        new Moment(
            interaction.getSessionId(),
            session.version(),
            interaction.getInteractionId(),
            time,
            session.customer(),
            variant.name(),
            seen.keySet().toArray(String[]::new),
            seen.values().stream().mapToInt(Integer::intValue).toArray(),
            session.excluded(),
            Reclick.of(session, session.placeOf(click)),
            teaches,
            item.visits > 0 ? item.subject : null),
        decoded.raw().source(),
        decoded.raw().timestamp(),
        trace);
  }

  private static Question.Stock stock(Interaction interaction) {
    Boolean inStock = interaction.getInStock();
    if (inStock == null) {
      return Question.Stock.NOT_SAID;
    }
    return inStock ? Question.Stock.IN_STOCK : Question.Stock.SOLD_OUT;
  }

  private Draft draft(SubjectKind kind, String subject) {
    return drafts.computeIfAbsent(prefix(kind) + subject, key -> new Draft(kind, subject));
  }

  /** A category or the shop as one key would hold up one task for all the others. */
  private Draft shardOf(SubjectKind kind, String subject) {
    int shard = Math.floorMod(interaction.getSessionId().hashCode(), rules.shards());
    return drafts.computeIfAbsent(
        prefix(kind) + shard + ":" + subject, key -> new Draft(kind, subject));
  }

  private static String prefix(SubjectKind kind) {
    return switch (kind) {
      case ITEM -> ITEM_KEY;
      case CATEGORY -> "c:";
      case SHOP -> "s:";
      case CUSTOMER -> "u:";
    };
  }
}
