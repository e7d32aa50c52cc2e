package attune.bench.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Lines over two axes, with a grid, and a legend beside them. */
final class Chart implements Panel {
    /** Told apart by everyone (M. Okabe and K. Ito, Color Universal Design, 2008). */
    private static final Color[] COLOURS = {
        new Color(0x00, 0x72, 0xB2), new Color(0xD5, 0x5E, 0x00), new Color(0x00, 0x9E, 0x73),
        new Color(0xCC, 0x79, 0xA7), new Color(0x56, 0xB4, 0xE9), new Color(0xE6, 0x9F, 0x00),
        new Color(0x77, 0x55, 0x33), new Color(0x99, 0x99, 0x99)
    };

    private static final Color GRID = new Color(0xDD, 0xDD, 0xDD);
    private static final int LEFT = 90;
    private static final int LEGEND_WIDTH = 220;
    private static final int BOTTOM = 62;
    private static final int TOP = 34;
    private static final int TEXT = 14;
    private static final Stroke SOLID = new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final Stroke DASHED =
            new BasicStroke(1.8f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {8, 6}, 0);

    private static final class Line {
        final String name;
        final double[] xs;
        final double[] ys;
        final Color colour;
        final Stroke stroke;

        Line(String name, double[] xs, double[] ys, Color colour, Stroke stroke) {
            this.name = name;
            this.xs = xs;
            this.ys = ys;
            this.colour = colour;
            this.stroke = stroke;
        }
    }

    private final String heading;
    private final Axis xAxis;
    private final Axis yAxis;
    private final List<Line> lines = new ArrayList<>();
    private int colours;

    /** @param heading over the chart; empty where the sheet's title says it */
    Chart(String heading, Axis xAxis, Axis yAxis) {
        this.heading = heading;
        this.xAxis = xAxis;
        this.yAxis = yAxis;
    }

    /** A line in a colour of its own. */
    Chart line(String name, double[] xs, double[] ys) {
        lines.add(new Line(name, xs, ys, COLOURS[colours++ % COLOURS.length], SOLID));
        return this;
    }

    /** What others are compared with: black and dashed. */
    Chart reference(String name, double[] xs, double[] ys) {
        lines.add(new Line(name, xs, ys, Sheet.INK, DASHED));
        return this;
    }

    @Override
    public void draw(Graphics2D g, int x, int y, int width, int height) {
        int top = y + (heading.isEmpty() ? 12 : TOP);
        Rectangle2D area =
                new Rectangle2D.Double(x + LEFT, top, width - LEFT - LEGEND_WIDTH, y + height - BOTTOM - top);
        g.setColor(Sheet.INK);
        g.setFont(Sheet.font(Font.BOLD, TEXT + 1));
        g.drawString(heading, x + LEFT, y + 22);
        g.setFont(Sheet.font(Font.PLAIN, TEXT));
        drawGrid(g, area);
        drawLines(g, area);
        drawLabels(g, area, x);
        drawLegend(g, area);
    }

    private void drawGrid(Graphics2D g, Rectangle2D area) {
        FontMetrics metrics = g.getFontMetrics();
        g.setStroke(new BasicStroke(1));
        for (double tick : xAxis.ticks()) {
            double at = area.getX() + xAxis.position(tick) * area.getWidth();
            g.setColor(GRID);
            g.drawLine((int) at, (int) area.getMinY(), (int) at, (int) area.getMaxY());
            g.setColor(Sheet.INK);
            String text = Axis.text(tick);
            g.drawString(text, (float) at - metrics.stringWidth(text) / 2f, (float) area.getMaxY() + 20);
        }
        for (double tick : yAxis.ticks()) {
            double at = area.getMaxY() - yAxis.position(tick) * area.getHeight();
            g.setColor(tick == 0 ? new Color(0xAA, 0xAA, 0xAA) : GRID);
            g.drawLine((int) area.getMinX(), (int) at, (int) area.getMaxX(), (int) at);
            g.setColor(Sheet.INK);
            String text = Axis.text(tick);
            g.drawString(text, (float) area.getX() - metrics.stringWidth(text) - 8, (float) at + 5);
        }
        g.setColor(Sheet.INK);
        g.draw(area);
    }

    private void drawLines(Graphics2D g, Rectangle2D area) {
        Shape clip = g.getClip();
        g.clip(area);
        for (Line line : lines) {
            Path2D path = new Path2D.Double();
            boolean drawn = false;
            for (int i = 0; i < line.xs.length; i++) {
                double px = area.getX() + xAxis.position(line.xs[i]) * area.getWidth();
                double py = area.getMaxY() - yAxis.position(clamped(line.ys[i])) * area.getHeight();
                if (Double.isNaN(px) || Double.isNaN(py)) {
                    drawn = false;
                } else if (drawn) {
                    path.lineTo(px, py);
                } else {
                    path.moveTo(px, py);
                    drawn = true;
                }
            }
            g.setColor(line.colour);
            g.setStroke(line.stroke);
            g.draw(path);
        }
        g.setClip(clip);
    }

    /** −∞ is drawn below the axis, not left out. */
    private double clamped(double value) {
        double span = yAxis.to() - yAxis.from();
        return Math.max(yAxis.from() - span, Math.min(yAxis.to() + span, value));
    }

    private void drawLabels(Graphics2D g, Rectangle2D area, int x) {
        g.setColor(Sheet.INK);
        FontMetrics metrics = g.getFontMetrics();
        g.drawString(
                xAxis.label(),
                (float) (area.getCenterX() - metrics.stringWidth(xAxis.label()) / 2.0),
                (float) area.getMaxY() + 44);
        AffineTransform upright = g.getTransform();
        g.rotate(-Math.PI / 2, x + 28, area.getCenterY());
        g.drawString(
                yAxis.label(), (float) (x + 28 - metrics.stringWidth(yAxis.label()) / 2.0), (float) area.getCenterY());
        g.setTransform(upright);
    }

    private void drawLegend(Graphics2D g, Rectangle2D area) {
        double lineX = area.getMaxX() + 16;
        double lineY = area.getMinY() + 12;
        for (Line line : lines) {
            g.setColor(line.colour);
            g.setStroke(line.stroke);
            g.draw(new Line2D.Double(lineX, lineY, lineX + 28, lineY));
            g.setColor(Sheet.INK);
            if (g.getFontMetrics().stringWidth(line.name) > LEGEND_WIDTH - 52) {
                throw new IllegalStateException("legend '" + line.name + "' is too long for the sheet");
            }
            g.drawString(line.name, (float) lineX + 36, (float) lineY + 5);
            lineY += 24;
        }
    }
}
