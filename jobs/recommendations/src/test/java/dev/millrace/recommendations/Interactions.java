package dev.millrace.recommendations;

import dev.millrace.common.contract.RawRecord;
import dev.millrace.common.contract.TrustedRecords;
import dev.millrace.common.ingest.Decoded;
import dev.millrace.shop.Interaction;
import dev.millrace.shop.InteractionKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Interactions for tests. */
public final class Interactions {

  /** A Wednesday noon. */
  public static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

  static {
    TrustedRecords.trust();
  }

  private Interactions() {}

  /** A view at {@link #NOON}, under an id that names session, item and second. */
  public static Interaction.Builder view(String session, String item, int second) {
    return Interaction.newBuilder()
        .setInteractionId("%s/%s/%d".formatted(session, item, second))
        .setSessionId(session)
        .setItemId(item)
        .setKind(InteractionKind.VIEW)
        .setEventTime(NOON.plusSeconds(second));
  }

  /** An interaction as it comes from the topic. */
  public static Decoded<Interaction> decoded(Interaction interaction) {
    return decoded(interaction, interaction.getEventTime());
  }

  /** An interaction that came to the topic at some time. */
  public static Decoded<Interaction> decoded(Interaction interaction, Instant came) {
    return new Decoded<>(
        interaction,
        new RawRecord(
            "shop.interactions",
            0,
            7,
            came.toEpochMilli(),
            interaction.getSessionId().getBytes(StandardCharsets.UTF_8),
            new byte[] {1},
            new String[0],
            new byte[0][]));
  }
}
