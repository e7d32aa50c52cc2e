package attune.control.store;

import java.io.IOException;

/** Brings what was written to the disk. */
@FunctionalInterface
public interface DiskSync {
    void sync() throws IOException;
}
