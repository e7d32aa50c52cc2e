package attune.bench.plot;

import java.awt.Graphics2D;

/** Something that draws itself into a rectangle of a {@link Sheet}. */
interface Panel {
    /** Draws into x, y, width, height of {@code g}, its own margins included. */
    void draw(Graphics2D g, int x, int y, int width, int height);
}
