/**
 * The panel in a real browser: Debian's Chromium, driven by Playwright. Some tests open single modules from a page that
 * is served here; those of whole tasks run the real server, plugin and engine.
 */
@org.jspecify.annotations.NullMarked
package attune.panel;
