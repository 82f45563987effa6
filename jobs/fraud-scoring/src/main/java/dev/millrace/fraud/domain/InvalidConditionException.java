package dev.millrace.fraud.domain;

/** A text is no condition. The message begins with the place: {@code 1:7 unknown name 'foo'}. */
public final class InvalidConditionException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param line in the text, from 1
   * @param column in the line, from 1
   * @param reason what is wrong there
   */
  public InvalidConditionException(int line, int column, String reason) {
    super("%d:%d %s".formatted(line, column, reason));
  }
}
