package dev.millrace.drills;

/**
 * One time that something was broken; all in milliseconds since 1970.
 *
 * @param broken when it broke
 * @param healed when its cause was gone; the same as {@code broken} where the suite heals itself
 * @param calm when decisions were as quick as before
 */
record Strike(long broken, long healed, long calm) {}
