package dev.millrace.shopdesk;

import dev.millrace.shop.Interaction;
import dev.millrace.shop.InteractionKind;
import java.time.Instant;

/**
 * A click of a benchmark's data.
 *
 * @param session the session
 * @param position place in the session, from 0
 * @param item the item
 * @param time milliseconds since 1970
 * @param test whether it is of the part that is predicted
 */
record Visit(String session, int position, String item, long time, boolean test) {

  /** The click under an id of its own. */
  String id() {
    return session + "/" + position;
  }

  Visit at(long otherTime) {
    return new Visit(session, position, item, otherTime, test);
  }

  Interaction interaction() {
    return Interaction.newBuilder()
        .setInteractionId(id())
        .setSessionId(session)
        .setItemId(item)
        .setKind(InteractionKind.VIEW)
        .setEventTime(Instant.ofEpochMilli(time))
        .setPosition(position)
        .build();
  }
}
