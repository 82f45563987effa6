package dev.millrace.fraud.domain;

/**
 * An id in 8 bytes, so that many fit into a state: its 64-bit FNV-1a hash. Of 128 ids two are taken
 * for one with a chance of 5e-16.
 */
final class Token {
  private static final long BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private Token() {}

  /**
   * The token of an id.
   *
   * @param kind what the id names; the same id of another kind has another token
   */
  static long of(char kind, String id) {
    long hash = (BASIS ^ kind) * PRIME;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * PRIME;
    }
    return hash;
  }
}
