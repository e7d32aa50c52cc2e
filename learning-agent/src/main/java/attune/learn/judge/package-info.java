/** How good a candidate sounds without knowing the clean one: measures, linear judge, gate, objectives for people. */
@org.jspecify.annotations.NullMarked
package attune.learn.judge;
