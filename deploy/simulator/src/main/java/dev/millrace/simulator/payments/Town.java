package dev.millrace.simulator.payments;

/**
 * Where terminals stand, on a square of 100 by 100: a card is mostly used near its home. Terminals
 * are kept by grid cell, so that one near a place is found without a list per card.
 */
final class Town {
  static final double SIDE = 100;

  /** Side of a grid cell. */
  static final double CELL = 2.5;

  private static final double RADIUS = 5;
  private static final int CELLS_PER_SIDE = (int) (SIDE / CELL);
  private static final int TRIES = 12;

  private final int terminals;
  private final int[] cellStart = new int[CELLS_PER_SIDE * CELLS_PER_SIDE + 1];
  private final int[] byCell;
  private final short[] cellOf;

  Town(int terminals, Dice dice) {
    this.terminals = terminals;
    this.byCell = new int[terminals];
    this.cellOf = new short[terminals];
    for (int terminal = 0; terminal < terminals; terminal++) {
      cellOf[terminal] = (short) cell(dice.uniform(0, SIDE), dice.uniform(0, SIDE));
      cellStart[cellOf[terminal] + 1]++;
    }
    for (int cell = 1; cell < cellStart.length; cell++) {
      cellStart[cell] += cellStart[cell - 1];
    }
    int[] filled = cellStart.clone();
    for (int terminal = 0; terminal < terminals; terminal++) {
      byCell[filled[cellOf[terminal]]++] = terminal;
    }
  }

  /** A terminal about 5 or less from a place; any terminal where none stands there. */
  int terminalNear(double x, double y, Dice dice) {
    for (int i = 0; i < TRIES; i++) {
      double dx = dice.uniform(-RADIUS, RADIUS);
      double dy = dice.uniform(-RADIUS, RADIUS);
      if (dx * dx + dy * dy > RADIUS * RADIUS || !inside(x + dx) || !inside(y + dy)) {
        continue;
      }
      int cell = cell(x + dx, y + dy);
      int standing = cellStart[cell + 1] - cellStart[cell];
      if (standing > 0) {
        return byCell[cellStart[cell] + dice.below(standing)];
      }
    }
    return anyTerminal(dice);
  }

  int anyTerminal(Dice dice) {
    return dice.below(terminals);
  }

  /** Where the grid cell of a terminal begins, from 0 to {@link #SIDE}. */
  double cellX(int terminal) {
    int column = cellOf[terminal] % CELLS_PER_SIDE;
    return column * CELL;
  }

  /** As {@link #cellX}, across. */
  double cellY(int terminal) {
    int row = cellOf[terminal] / CELLS_PER_SIDE;
    return row * CELL;
  }

  private static boolean inside(double coordinate) {
    return coordinate >= 0 && coordinate < SIDE;
  }

  private static int cell(double x, double y) {
    int row = (int) (y / CELL);
    int column = (int) (x / CELL);
    return row * CELLS_PER_SIDE + column;
  }
}
