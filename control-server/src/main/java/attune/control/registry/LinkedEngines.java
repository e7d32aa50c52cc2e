package attune.control.registry;

import attune.bridge.telemetry.Announcement;
import attune.bridge.telemetry.CaptureReader;
import attune.bridge.telemetry.CapturedInput;
import attune.bridge.telemetry.EngineDirectory;
import attune.bridge.telemetry.EngineLink;
import attune.bridge.telemetry.MetricFrame;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The engines of this user, through the files by which they announce themselves. */
public final class LinkedEngines implements EngineSource {
    @Override
    public List<Announcement> engines() throws IOException {
        return EngineDirectory.engines();
    }

    @Override
    public EngineAccess open(Announcement engine) throws IOException {
        return new Linked(EngineLink.open(engine));
    }

    private record Linked(EngineLink link) implements EngineAccess {
        @Override
        public Announcement announcement() {
            return link.engine();
        }

        @Override
        public int latencyFrames() {
            return link.latencyFrames();
        }

        @Override
        public boolean next(MetricFrame destination) {
            return link.next(destination);
        }

        @Override
        public void post(long generation, int kind, int slot, ParamSnapshot params) {
            link.post(generation, kind, slot, params);
        }

        @Override
        public void setMacro(MacroTable macro, double value) {
            link.override(macro, value);
        }

        @Override
        public void wantCapture(boolean wanted) {
            link.wantCapture(wanted);
        }

        @Override
        public CapturedInput captured(double seconds) throws IOException {
            Optional<CaptureReader> capture = link.openCapture();
            try (CaptureReader reader =
                    capture.orElseThrow(() -> new IOException("the engine has not made room for it yet"))) {
                return reader.last(seconds);
            }
        }

        @Override
        public void close() {
            link.wantCapture(false);
        }
    }
}
