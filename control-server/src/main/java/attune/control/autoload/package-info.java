/** Rules by which presets are loaded by themselves: what they may say, where they are kept, which one wins. */
@org.jspecify.annotations.NullMarked
package attune.control.autoload;
