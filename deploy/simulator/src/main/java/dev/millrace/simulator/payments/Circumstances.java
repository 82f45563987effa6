package dev.millrace.simulator.payments;

import static java.util.Objects.requireNonNull;

import dev.millrace.payments.Authentication;
import dev.millrace.payments.EntryMode;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a terminal says of a payment beside card, amount and time.
 *
 * @param merchant the terminal's
 * @param device number of the device that an online payment is made with
 * @param position where the card is used, if it is used in a place
 */
public record Circumstances(
    Merchant merchant,
    OptionalLong device,
    Optional<Position> position,
    EntryMode entryMode,
    Authentication authentication) {

  /** Of a terminal that says nothing, as all of the handbook's do. */
  public static final Circumstances UNKNOWN =
      new Circumstances(
          Merchant.UNKNOWN,
          OptionalLong.empty(),
          Optional.empty(),
          EntryMode.UNKNOWN,
          Authentication.UNKNOWN);

  public Circumstances {
    requireNonNull(merchant, "merchant");
    requireNonNull(device, "device");
    requireNonNull(position, "position");
    requireNonNull(entryMode, "entryMode");
    requireNonNull(authentication, "authentication");
  }
}
