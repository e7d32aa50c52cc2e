package attune.bench.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** A picture: a title, a line below it, and panels under each other. 1 200 pixels wide. */
final class Sheet {
    static final int WIDTH = 1200;
    static final Color INK = new Color(0x22, 0x22, 0x22);
    private static final int TITLE_HEIGHT = 78;
    private static final int MARGIN = 20;

    private record Part(Panel panel, int height) {}

    private final String title;
    private final String subtitle;
    private final List<Part> parts = new ArrayList<>();

    /**
     * An empty sheet.
     *
     * @param title what is shown
     * @param subtitle how it was measured
     */
    Sheet(String title, String subtitle) {
        this.title = title;
        this.subtitle = subtitle;
    }

    /** Puts a panel below those there are. */
    Sheet add(Panel panel, int height) {
        parts.add(new Part(panel, height));
        return this;
    }

    /** Writes a PNG. */
    void write(Path file) throws IOException {
        if (!ImageIO.write(image(), "png", file.toFile())) {
            throw new IOException("this Java can't write PNG files");
        }
    }

    BufferedImage image() {
        int height =
                TITLE_HEIGHT + MARGIN + parts.stream().mapToInt(Part::height).sum();
        BufferedImage image = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        try {
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            g.setColor(Color.WHITE);
            g.fillRect(0, 0, WIDTH, height);
            g.setColor(INK);
            g.setFont(font(Font.BOLD, 24));
            g.drawString(title, MARGIN, 36);
            g.setFont(font(Font.PLAIN, 15));
            g.setColor(new Color(0x55, 0x55, 0x55));
            g.drawString(subtitle, MARGIN, 62);
            int y = TITLE_HEIGHT;
            for (Part part : parts) {
                part.panel().draw(g, 0, y, WIDTH, part.height());
                y += part.height();
            }
        } finally {
            g.dispose();
        }
        return image;
    }

    static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }
}
