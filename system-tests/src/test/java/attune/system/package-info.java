/**
 * Real hosts play through the real plugin. Every test runs programs as a user would and compares samples. What a machine
 * lacks is skipped by name.
 */
@org.jspecify.annotations.NullMarked
package attune.system;
