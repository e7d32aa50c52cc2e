package attune.cli.audio;

/** How one sample is stored in a file. */
public enum SampleFormat {
    INT8(8, false),
    INT16(16, false),
    INT24(24, false),
    INT32(32, false),
    FLOAT32(32, true),
    FLOAT64(64, true);

    private final int bits;
    private final boolean floating;

    SampleFormat(int bits, boolean floating) {
        this.bits = bits;
        this.floating = floating;
    }

    public int bits() {
        return bits;
    }

    public int bytes() {
        return bits / 8;
    }

    public boolean isFloat() {
        return floating;
    }

    /** Whole-number format with this word length; 20 bits and other odd lengths get the next larger one. */
    static SampleFormat integer(int bits) {
        return bits <= 8 ? INT8 : bits <= 16 ? INT16 : bits <= 24 ? INT24 : INT32;
    }

    /** Short name for people: "24 bit", "32 bit float". */
    public String label() {
        return bits + " bit" + (floating ? " float" : "");
    }
}
