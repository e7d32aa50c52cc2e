/** What the control server takes for its answers, beside a database as it is after years. */
@org.jspecify.annotations.NullMarked
package attune.bench.api;
