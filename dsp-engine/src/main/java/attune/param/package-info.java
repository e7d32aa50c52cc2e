/**
 * The one table of parameters, and what is derived from it: values, bounds, Amount scaling.
 * No dependencies: every other module may see this package.
 */
@org.jspecify.annotations.NullMarked
package attune.param;
