/**
 * The demo scene: a voice, music, a fan and mains hum, made on the user's machine at first use.
 */
@org.jspecify.annotations.NullMarked
package attune.cli.demo;
