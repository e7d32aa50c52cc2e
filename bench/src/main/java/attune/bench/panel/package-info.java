/** What a person waits for in the panel, in the real browser. */
@org.jspecify.annotations.NullMarked
package attune.bench.panel;
