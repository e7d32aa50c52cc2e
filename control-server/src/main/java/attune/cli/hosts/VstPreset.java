package attune.cli.hosts;

import attune.param.PluginIds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A VST3 preset file, after "Preset Format" in the VST 3 Developer Portal.
 *
 * <pre>
 * 0   "VST3", int32 version 1, 32 hexadecimal digits of the class, int64 offset of the list
 * 48  the chunks: "Comp" the component's state, "Info" XML that browsers of presets show
 *     "List", int32 count, count × (id[4], int64 offset, int64 bytes)
 * </pre>
 *
 * All numbers little-endian. "Cont", a controller's own state, is left out: Attune's has none.
 */
public final class VstPreset {
    /** Ending of the files' names. */
    public static final String ENDING = ".vstpreset";

    private static final int HEADER_BYTES = 48;
    private static final int VERSION = 1;
    private static final int LIST_OFFSET = 40;
    private static final int LIST_HEADER_BYTES = 8;
    private static final int ENTRY_BYTES = 20;
    private static final String COMPONENT = "Comp";
    private static final String INFO = "Info";

    private VstPreset() {}

    /** The file. */
    public static byte[] encode(HostPreset preset) {
        byte[] state = preset.state();
        byte[] info = info(preset).getBytes(StandardCharsets.UTF_8);
        int list = HEADER_BYTES + state.length + info.length;
        ByteBuffer file =
                ByteBuffer.allocate(list + LIST_HEADER_BYTES + 2 * ENTRY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        file.put(ascii("VST3")).putInt(VERSION).put(ascii(PluginIds.VST3_PROCESSOR_CLASS));
        file.putLong(list).put(state).put(info);
        file.put(ascii("List")).putInt(2);
        file.put(ascii(COMPONENT)).putLong(HEADER_BYTES).putLong(state.length);
        file.put(ascii(INFO)).putLong(HEADER_BYTES + state.length).putLong(info.length);
        return file.array();
    }

    /** Whether these bytes are a preset of Attune, of any version and by whoever saved it, that is not damaged. */
    public static boolean isWhole(byte[] bytes) {
        if (bytes.length < HEADER_BYTES || !startsWith(bytes, 0, "VST3")) {
            return false;
        }
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long list = file.getLong(LIST_OFFSET);
        if (list < HEADER_BYTES || list > bytes.length - LIST_HEADER_BYTES || !startsWith(bytes, (int) list, "List")) {
            return false;
        }
        int entries = (int) list + LIST_HEADER_BYTES;
        int count = file.getInt(entries - Integer.BYTES);
        if (count < 0 || count > (bytes.length - entries) / ENTRY_BYTES) {
            return false;
        }
        for (int entry = entries; entry < entries + count * ENTRY_BYTES; entry += ENTRY_BYTES) {
            if (startsWith(bytes, entry, COMPONENT)) {
                long from = file.getLong(entry + 4);
                long length = file.getLong(entry + 12);
                return isInside(from, length, list)
                        && StateBlob.isWhole(Arrays.copyOfRange(bytes, (int) from, (int) (from + length)));
            }
        }
        return false;
    }

    private static boolean isInside(long from, long length, long end) {
        return from >= HEADER_BYTES && length >= 0 && from <= end && length <= end - from;
    }

    private static boolean startsWith(byte[] bytes, int at, String text) {
        return new String(bytes, at, Math.min(text.length(), bytes.length - at), StandardCharsets.US_ASCII)
                .equals(text);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String info(HostPreset preset) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <MetaInfo>
                	<Attribute id="MediaType" value="VstPreset" type="string" flags="writeProtected"/>
                	<Attribute id="PlugInCategory" value="%s" type="string" flags="writeProtected"/>
                	<Attribute id="PlugInName" value="%s" type="string" flags="writeProtected"/>
                	<Attribute id="PlugInVendor" value="%s" type="string" flags="writeProtected"/>
                	<Attribute id="Name" value="%s" type="string" flags=""/>
                	<Attribute id="Comment" value="%s" type="string" flags=""/>
                </MetaInfo>
                """.formatted(
                        PluginIds.VST3_CATEGORY,
                        PluginIds.NAME,
                        PluginIds.VENDOR,
                        attribute(preset.label()),
                        attribute(preset.doc()));
    }

    private static String attribute(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("\"", "&quot;")
                .replace("\n", "&#10;");
    }
}
