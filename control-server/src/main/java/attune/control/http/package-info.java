/** REST: one route table, checks before routing, tokens and scopes, one exception mapper, panel files. */
@org.jspecify.annotations.NullMarked
package attune.control.http;
