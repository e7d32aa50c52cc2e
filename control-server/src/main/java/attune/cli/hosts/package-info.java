/** What plugin hosts read beside the plugin itself: saved states, and the factory presets in each format's own files. */
@org.jspecify.annotations.NullMarked
package attune.cli.hosts;
